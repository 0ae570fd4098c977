import { ConfigError } from '../../config/config-error';
import { type ProcessConfig, readProcessConfig } from '../../config/process';
import { createLog } from '../../log';
import { examineChats } from './chats';
import { examineConfiguration } from './configuration';
import { type Finding, note, ok } from './finding';
import { examineGateways } from './gateways';
import { examineProxy } from './proxy';
import { examineRedis } from './redis';

/**
 * `mtgw doctor`: try everything that the bot needs, and change nothing. A line for each finding; 0 when none is bad.
 * @throws ConfigError when the configuration cannot be read at all
 */
export async function runDoctor(directory: string | undefined): Promise<number> {
  const options = readProcessConfig(directory);
  const log = createLog('silent', 'doctor');
  const findings: Finding[] = [];
  const tell = (found: readonly Finding[]) => {
    findings.push(...found);
    for (const { is, what, sentence } of found) {
      process.stdout.write(`${is.padEnd(5)} ${what.padEnd(14)} ${sentence}\n`);
    }
  };
  tell([ok('Node.js', process.version)]);
  const { slack, teams } = options.config.bot;
  const named = [...(slack ? ['slack' as const] : []), ...(teams ? ['teams' as const] : [])];
  tell(examineConfiguration(options.config, named));
  const chats = chatsOf(options, tell);
  tell(await examineProxy(chats, log));
  tell(await examineChats(chats, log));
  tell(await examineRedis(options, log));
  tell(await examineGateways(options, log));
  const wrong = findings.filter(({ is }) => is === 'bad').length;
  process.stdout.write(
    wrong === 0 ? 'Nothing is wrong.\n' : `${wrong} of ${findings.length} findings are bad.\n`,
  );
  return wrong === 0 ? 0 : 1;
}

/** A worker's machine has no secrets of the chats, and needs none: then they are not tried, which is said. */
function chatsOf(options: ProcessConfig, tell: (found: Finding[]) => void) {
  try {
    return options.chats();
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    const why = error.message.replaceAll('\n  ', ' ');
    tell([note('chats', `${why}. A chat role could not start here.`)]);
    return {};
  }
}
