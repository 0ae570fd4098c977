import type { Tunnel } from './s2s';

/* Of what kind a tunnel is. The bot makes IKEv2 ones; the others are there, and are told apart. */

const known = ['IKEv2', 'L2TP', 'SSTP', 'GRE', 'Automatic'];

/** A protocol in its one spelling: the gateway prints `Ikev2`. What is not known stays as it is. */
export function spellProtocol(word: string): string {
  return known.find((name) => name.toLowerCase() === word.toLowerCase()) ?? word;
}

/** One that the bot could have made. A reading that names none is of that kind. */
export function isIkev2({ protocol }: Pick<Tunnel, 'protocol'>): boolean {
  return protocol === 'IKEv2' || protocol === '';
}

/** It has no dialling and no keys: it is up while it is switched on and its far end answers. */
export function isGre({ protocol }: Pick<Tunnel, 'protocol'>): boolean {
  return protocol === 'GRE';
}

/** A tunnel that is dialled by IKEv2, or may be, takes a port of that kind. */
export function takesIkev2Port(tunnel: Pick<Tunnel, 'protocol'>): boolean {
  return isIkev2(tunnel) || !['L2TP', 'SSTP', 'GRE'].includes(tunnel.protocol);
}

/** `contoso-hq`, or `contoso-mpls (GRE)`: its name, and its kind where that is not the usual one. */
export function nameAndKind(tunnel: Pick<Tunnel, 'name' | 'protocol'>): string {
  return isIkev2(tunnel) ? tunnel.name : `${tunnel.name} (${shownKind(tunnel)})`;
}

/** `a GRE tunnel`, as sentences say it. */
export function kindText(tunnel: Pick<Tunnel, 'protocol'>): string {
  const kind = shownKind(tunnel);
  return `${/^[AEFHILMNORSX]/.test(kind) ? 'an' : 'a'} ${kind} tunnel`;
}

/** Prose could name anybody, and this is told in tenants' channels. */
export function shownKind({ protocol }: Pick<Tunnel, 'protocol'>): string {
  return /^\w{1,20}$/.test(protocol) ? protocol : 'unknown';
}
