import type { ParameterValue } from '../../approvals/plan';
import { UserError } from '../errors';
import type { SimulatedGateways } from './gateways';

/** What may be done to a simulated gateway, as conversation files and the page name it. */
export const faultForms = [
  'drop-tunnel TUNNEL [SECONDS]',
  'flap-peer PEER',
  'hang CMDLET SECONDS',
  'slow CMDLET MS',
  'fail CMDLET "message"',
  'lose-session [CMDLET]',
  'heal',
  'foreign CMDLET key=value ...',
  'peer-key TUNNEL',
] as const;

/** @throws UserError when the words are not of one of `faultForms` */
export async function actOnGateway(
  gateways: SimulatedGateways,
  gateway: string,
  words: readonly string[],
): Promise<void> {
  if (!gateways.names.includes(gateway)) {
    throw new UserError(`There is no gateway ${gateway}; there are ${gateways.names.join(', ')}.`);
  }
  const [act = '', first, ...rest] = words;
  const fault = (more: Record<string, ParameterValue>) =>
    gateways.run(gateway, 'Set-SimulatorFault', { Kind: act, ...more });
  switch (act) {
    case 'drop-tunnel': {
      const dial = rest[0] === undefined ? {} : { Seconds: number(rest[0], act) };
      await fault({ Tunnel: need(first, act), ...dial });
      return;
    }
    case 'flap-peer':
      await fault({ Tunnel: need(first, act), Seconds: 2 });
      return;
    case 'hang':
      await fault({ Cmdlet: need(first, act), Seconds: number(rest[0], act) });
      return;
    case 'slow':
      await fault({ Cmdlet: need(first, act), Milliseconds: number(rest[0], act) });
      return;
    case 'fail':
      await fault({ Cmdlet: need(first, act), Message: need(rest.join(' ') || undefined, act) });
      return;
    case 'lose-session':
      await fault({ Once: true, ...(first === undefined ? {} : { Cmdlet: first }) });
      return;
    case 'heal':
      await gateways.run(gateway, 'Clear-SimulatorFault', {});
      return;
    case 'peer-key':
      await gateways.run(gateway, 'Set-SimulatorPeerKey', { Tunnel: need(first, act) });
      return;
    case 'foreign':
      await gateways.run(gateway, need(first, act), parameters(rest));
      return;
    default:
      throw new UserError(`"${act}" is not known; there is: ${faultForms.join('; ')}.`);
  }
}

function need(word: string | undefined, act: string): string {
  if (word !== undefined) return word;
  const form = faultForms.find((known) => known.startsWith(act));
  throw new UserError(`"${act}" needs more words: ${form}.`);
}

function number(word: string | undefined, act: string): number {
  const value = Number(need(word, act));
  if (Number.isInteger(value) && value > 0) return value;
  throw new UserError(`"${act}" needs a whole number, not ${word}.`);
}

/** `Name=contoso-hq IPv4Subnet=10.9.0.0/24:100,10.8.0.0/24:100`; a bare word is a switch. */
function parameters(words: readonly string[]): Record<string, ParameterValue> {
  return Object.fromEntries(
    words.map((word) => {
      const at = word.indexOf('=');
      if (at < 0) return [word, true];
      const [name, value] = [word.slice(0, at), word.slice(at + 1)];
      if (value === 'true' || value === 'false') return [name, value === 'true'];
      return [name, value.includes(',') ? value.split(',') : value];
    }),
  );
}
