import { userInfo } from 'node:os';
import { UserError } from '../../errors';

/** What of a process this needs; nothing of it is there on Windows. */
export interface UserOfProcess {
  getuid?(): number;
  seteuid?(user: string | number): void;
  initgroups?(user: string, group: number): void;
  setgid?(group: number): void;
  setuid?(user: string): void;
}

/**
 * Go on as another user, as a service does that root starts: what that one may not read is not read any more.
 * @returns the home of that user
 * @throws UserError when this process is not root's, or there is no such user
 */
export function actAs(
  name: string,
  of: UserOfProcess = process,
  look: () => { gid: number; homedir: string } = userInfo,
): string {
  if (!of.seteuid || !of.initgroups || !of.setgid || !of.setuid || of.getuid?.() !== 0) {
    throw new UserError(
      `Only root can try things as another user: sudo mtgw doctor --user ${name}, or without --user as the one that you are.`,
    );
  }
  try {
    of.seteuid(name);
  } catch {
    throw new UserError(`There is no user ${name} on this machine.`);
  }
  // The system tells of the user of now.
  const { gid, homedir } = look();
  of.seteuid(0);
  of.initgroups(name, gid);
  of.setgid(gid);
  of.setuid(name);
  return homedir;
}
