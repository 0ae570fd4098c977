import type { ProcessConfig } from '../config/process';
import { shippedPolicy } from '../config/directory';
import type { Log } from '../ports/log';

/** Which policy holds, for the line that says that a role is ready. */
function policyOf({ config: { policyFile } }: ProcessConfig): string {
  return policyFile === shippedPolicy
    ? 'the policy is the shipped one'
    : `the policy is ${policyFile}`;
}

/**
 * One line once the chat role serves people: whoever started it waits for that.
 * @param heard the chats that are heard, and as whom
 */
export function tellChatReady(
  log: Log,
  options: ProcessConfig,
  { port, heard }: { port: number; heard: readonly string[] },
): void {
  const { host } = options.http;
  const chats = heard.length === 0 ? 'no chat yet' : heard.join(', ');
  const reached = options.publicUrl === undefined ? '' : ` (${options.publicUrl})`;
  log.info(
    { http: `${host}:${port}`, heard, policy: options.config.policyFile },
    `ready: people are heard in ${chats}, at ${host}:${port}${reached}; ${policyOf(options)}`,
  );
}

/** One line once the worker takes work. */
export function tellWorkerReady(log: Log, options: ProcessConfig): void {
  const { gateways, simulated } = options;
  const names = gateways.length === 0 ? 'no gateway' : gateways.join(', ');
  const served = simulated ? `${names} (simulated)` : names;
  log.info(
    { gateways, policy: options.config.policyFile },
    `ready: changes of ${served} are taken; ${policyOf(options)}`,
  );
}
