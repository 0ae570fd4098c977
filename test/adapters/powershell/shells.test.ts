import { whereIs } from '../../../scripts/setup/where-is.cjs';
import { createProcessTable } from '../../../src/adapters/powershell/process-table';
import { shellsContract } from '../shells-contract';
import { closeRigs, fixtureModule, rig } from './fixture';

const executable = whereIs('powershell');
const table = createProcessTable();
afterAll(closeRigs);

describe('The PowerShell of the gateways', () => {
  const target = (module: string, tag: string) => ({
    kind: 'local',
    simulator: { module, arguments: [tag] },
  });

  shellsContract(() => ({
    shells: rig(executable, {
      targets: {
        gw0: target(fixtureModule, 'gw0'),
        gw1: target(fixtureModule, 'gw1'),
        gw2: target('/nowhere/missing.psm1', 'gw2'),
      },
    }).shells,
    machines: { one: 'gw0', other: 'gw1', unreachable: 'gw2' },
    commands: {
      say: (word) => ({ cmdlet: 'Get-Thing', parameters: { Name: [word] } }),
      fail: { cmdlet: 'Stop-Everything', parameters: {} },
      wait: { cmdlet: 'Wait-Softly', parameters: { Ms: 20_000 } },
    },
    kill: (shell) => table.end(shell),
  }));
});
