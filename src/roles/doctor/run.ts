import type { ChatsConfig } from '../../config/chats';
import { ConfigError } from '../../config/config-error';
import { openSecrets } from '../../config/environment';
import { environmentWith } from '../../config/environment-file';
import { type ProcessConfig, readProcessConfig } from '../../config/process';
import { createLog } from '../../log';
import { actAs } from './act-as';
import { examineAddress, examinePublicUrl } from './address';
import { examineChats } from './chats';
import { examineConfiguration } from './configuration';
import { type Finding, note, ok } from './finding';
import { examineGateways } from './gateways';
import { type JudgedRole, judgedRole } from './judged-role';
import { examineNamedFiles } from './named-files';
import { examineProxy } from './proxy';
import { examineRedis } from './redis';

/** How the doctor was asked. */
export interface DoctorWords {
  /** The role that is to run here; both when left out. */
  role: string | undefined;
  config: string | undefined;
  /** A file of variables, as the service reads it. */
  env: string | undefined;
  /** Whom the service runs as: root alone can say so. */
  user: string | undefined;
}

/**
 * `mtgw doctor`: try everything that a role needs, and change nothing. A line for each finding; 0 when none is bad.
 * @throws ConfigError when the configuration cannot be read at all
 */
export async function runDoctor(words: DoctorWords): Promise<number> {
  const { role, finding } = judgedRole(words.role);
  const options = readProcessConfig(words.config, environmentFor(words));
  const findings: Finding[] = [];
  const tell = (found: readonly Finding[]) => {
    findings.push(...found);
    for (const { is, what, sentence } of found) {
      process.stdout.write(`${is.padEnd(5)} ${what.padEnd(14)} ${sentence}\n`);
    }
  };
  tell([ok('Node.js', process.version), finding]);
  for await (const found of examine(role, options)) tell(found);
  const wrong = findings.filter(({ is }) => is === 'bad').length;
  process.stdout.write(
    wrong === 0 ? 'Nothing is wrong.\n' : `${wrong} of ${findings.length} findings are bad.\n`,
  );
  return wrong === 0 ? 0 : 1;
}

/** The secrets are opened before the user changes, as a service manager hands over what its service may not read. */
function environmentFor({ env, user }: DoctorWords): NodeJS.ProcessEnv {
  const environment = environmentWith(env);
  if (user === undefined) return environment;
  const { given } = openSecrets(environment);
  return { ...given, HOME: actAs(user) };
}

/** Part by part, because some take seconds. */
async function* examine(role: JudgedRole, options: ProcessConfig): AsyncGenerator<Finding[]> {
  const log = createLog('silent', 'doctor');
  const { slack, teams } = options.config.bot;
  const named = [...(slack ? ['slack' as const] : []), ...(teams ? ['teams' as const] : [])];
  yield examineConfiguration(options.config, named);
  if (options.simulated) yield [simulatedFinding(options)];
  if (role !== 'worker') {
    yield await examineProxy(chatsOf(options), log);
    yield await examineChats(options, log);
    yield [...examinePublicUrl(options), ...(await examineAddress(options))];
  }
  yield await examineRedis(options, log);
  if (role === 'chat') return;
  yield examineNamedFiles(options.config);
  yield await examineGateways(options, log);
}

function simulatedFinding({ prefix }: ProcessConfig): Finding {
  return note(
    'gateways',
    `All of them are simulated, and every message says so. What is asked of them is kept apart in Redis, under ${prefix}.`,
  );
}

/** What cannot be read of them is told where they are examined. */
function chatsOf(options: ProcessConfig): ChatsConfig {
  try {
    return options.chats();
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    return {};
  }
}
