import type { Health, Verdict } from '../ports/health';

/** How a tenant stands, by what is on its gateway (runbook S7.5). */
export function sumUp(
  of: {
    gateway: string;
    tenant: string;
    domain: string;
    /** The fault of the gateway, when it has one. */
    own: Verdict | undefined;
    /** Whose names its peers are read by: without them nobody saw a peer. */
    domainsRead: boolean;
    tunnelsRead: boolean;
  },
  things: readonly Verdict[],
): Verdict {
  const { gateway, tenant, domain, own } = of;
  const found = { key: `tenant ${tenant}`, kind: 'tenant', name: tenant, tenant, domain } as const;
  if (!of.tunnelsRead) {
    const health: Health = own?.health === 'down' ? 'down' : 'unknown';
    const sentence = `How ${tenant} stands on ${gateway} is not known.`;
    return { ...found, health, sentence, ...(own && { because: own.key }) };
  }
  const verdict = (health: Health, sentence: string): Verdict => ({
    ...found,
    health,
    sentence,
    sum: true,
  });
  const mine = things.filter((one) => one.tenant === tenant);
  const tunnels = mine.filter(({ kind, resting }) => kind === 'tunnel' && !resting);
  const down = mine.filter(({ health }) => health === 'down');
  const tunnelsDown = tunnels.filter(({ health }) => health === 'down');
  const unread = mine.filter(({ health }) => health === 'unknown');
  const names = (all: readonly Verdict[]) => all.map(({ name }) => name).join(', ');
  if (tunnels.length > 0 && tunnelsDown.length === tunnels.length) {
    return verdict('down', `${tenant} is down: ${names(down)}.`);
  }
  if (down.length > 0) return verdict('degraded', `${tenant} is degraded: ${names(down)} down.`);
  // Services are not asked about here: tunnels that are up prove that they run, and what is down says so itself.
  if (!of.domainsRead) {
    const sentence = `How ${tenant} stands on ${gateway} is not known: its BGP peers could not be read.`;
    return { ...found, health: 'unknown', sentence, ...(own && { because: own.key }) };
  }
  if (unread.length > 0) {
    return verdict('unknown', `How ${tenant} stands is not known: ${names(unread)}.`);
  }
  if (mine.every(({ kind }) => kind !== 'tunnel')) {
    return verdict('healthy', `${tenant} has no tunnels on ${gateway}.`);
  }
  return verdict('healthy', `${tenant} is well.`);
}
