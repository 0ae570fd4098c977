import { ConfigError } from '../../config/config-error';
import { type Finding, ok } from './finding';

/** Which role's needs the doctor holds a machine against. */
export type JudgedRole = 'chat' | 'worker' | 'all';

const roles: readonly JudgedRole[] = ['chat', 'worker', 'all'];

/**
 * The role that was named, else both: files and keys are the same on every machine, so nothing tells a worker's from one
 * whose tokens were forgotten, and the doctor must not call that well.
 * @throws ConfigError for a word that is none
 */
export function judgedRole(word: string | undefined): { role: JudgedRole; finding: Finding } {
  const role = word === undefined ? 'all' : roles.find((one) => one === word);
  if (role === undefined) {
    throw new ConfigError(`Say mtgw doctor, or for one role: ${roles.join(', ')}, not ${word}.`);
  }
  const sentence =
    word === undefined
      ? 'Judged as mtgw all, which needs everything. Where one role runs alone say: mtgw doctor chat, or mtgw doctor worker'
      : `Judged as mtgw ${role}.`;
  return { role, finding: ok('role', sentence) };
}
