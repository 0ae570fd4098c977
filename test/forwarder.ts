import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

/** An address that leads to another one: what stands before a Redis that has a replica. */
export interface Forwarder {
  port: number;
  /** New connections lead there; those that are open stay where they are. */
  leadTo(url: string): void;
  /** How many connections were opened since it began. */
  opened(): number;
  stop(): Promise<void>;
}

/** Forward a free loopback port to an address. */
export async function forwardTo(url: string): Promise<Forwarder> {
  let target = new URL(url);
  let opened = 0;
  const sockets = new Set<Socket>();
  const server = createServer((near) => {
    opened += 1;
    const far = connect(Number(target.port), target.hostname);
    for (const [from, to] of [
      [near, far],
      [far, near],
    ] as const) {
      sockets.add(from);
      from.on('error', () => to.destroy());
      from.on('close', () => (sockets.delete(from), to.destroy()));
      from.pipe(to);
    }
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    leadTo: (other) => {
      target = new URL(other);
    },
    opened: () => opened,
    async stop() {
      server.close();
      for (const socket of sockets) socket.destroy();
      await once(server, 'close');
    },
  };
}
