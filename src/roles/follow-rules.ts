import { statSync } from 'node:fs';
import { join } from 'node:path';
import type { Policy } from '../../approvals/policy';
import { readRules } from '../config/directory';
import type { ProcessConfig } from '../config/process';
import { createPeople, type People } from '../world/people';
import type { Log } from '../ports/log';
import { repeat } from './repeat';
import type { Role } from './role';

/** Whoever takes an approver out of a group does not want to wait, in milliseconds. */
const lookedAtEveryMs = 2_000;

/** Who people are and what the policy asks, as their files say now. */
export interface LiveRules extends Role {
  people: People;
  policy: Policy;
}

/**
 * Follow people.yaml and policy.yaml while the process runs: an approver is revoked without a restart. A file that is
 * not right changes nothing, and that is said once.
 */
export function followRules(
  { config, directory }: Pick<ProcessConfig, 'config' | 'directory'>,
  log: Log,
  everyMs = lookedAtEveryMs,
): LiveRules {
  let people = createPeople(config.people);
  const policy = { ...config.policy };
  let seen = stampOf(directory);
  const look = async () => {
    const now = stampOf(directory);
    if (now === seen) return;
    seen = now;
    try {
      const fresh = readRules(directory, config);
      people = createPeople(fresh.people);
      Object.assign(policy, fresh.policy);
      log.info(
        { directory, policy: fresh.policyFile },
        'people.yaml and policy.yaml were read again',
      );
    } catch (error) {
      log.error(
        { directory, err: error },
        'people.yaml or policy.yaml is not right; what was read before holds on',
      );
    }
  };
  const looking = repeat(everyMs, look, log);
  return {
    people: {
      byAccount: (account) => people.byAccount(account),
      byId: (id) => people.byId(id),
      all: () => people.all(),
      groupsOf: (id) => people.groupsOf(id),
    },
    // One object, because it is handed on: its rules change in place.
    policy,
    stop: () => looking.stop(),
  };
}

/** Another text whenever a file was written, replaced, made or removed. */
function stampOf(directory: string): string {
  return ['people.yaml', 'policy.yaml']
    .map((name) => {
      const found = statSync(join(directory, name), { throwIfNoEntry: false });
      return found === undefined ? 'none' : `${found.ino} ${found.size} ${found.mtimeMs}`;
    })
    .join(', ');
}
