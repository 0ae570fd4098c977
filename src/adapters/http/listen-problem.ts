import { UserError } from '../../errors';

const reasons: Record<string, string> = {
  EADDRINUSE:
    'is taken: another program listens there, maybe another bot. End that one, or choose another port',
  EACCES: 'is not for this user to listen on. Choose a port from 1024 on',
  EADDRNOTAVAIL: 'is no address of this machine. Choose one of its own, like 127.0.0.1',
  ENOTFOUND: 'is no address of this machine. Choose one of its own, like 127.0.0.1',
};

/** Why nobody can listen there, and what to do; undefined for what is not about the address. */
export function listenProblem(
  { code = '' }: NodeJS.ErrnoException,
  { host, port }: { host: string; port: number },
): UserError | undefined {
  const reason = reasons[code];
  if (reason === undefined) return undefined;
  return new UserError(
    `${host}:${port} ${reason}, as http in mtgw.yaml, or MTGW_HTTP_HOST and MTGW_HTTP_PORT.`,
  );
}
