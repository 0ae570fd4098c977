import { rig } from './fixture';

/* A worker that starts a cmdlet and waits for it; its test kills it meanwhile. Arguments: executable, cmdlet, parameters, ms. */
const [executable = '', cmdlet = '', parameters = '{}', timeoutMs = '0'] = process.argv.slice(2);

async function main(): Promise<void> {
  const on = rig(executable);
  const shell = await on.shells.ready('change');
  await on.result('Get-Thing', { Name: ['x'] });
  process.stdout.write(`${JSON.stringify(shell)}\n`);
  await on.one(cmdlet, JSON.parse(parameters), { timeoutMs: Number(timeoutMs) });
}

void main();
