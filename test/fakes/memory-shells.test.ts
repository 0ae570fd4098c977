import { setTimeout as sleep } from 'node:timers/promises';
import { shellsContract } from '../adapters/shells-contract';
import { memoryMachine } from './memory-machine';
import { memoryProcesses } from './memory-processes';
import { memoryShells } from './memory-shells';
import { realClock } from './real-clock';

/** What a machine is still at when the tests are over keeps nobody waiting. */
const clock = { ...realClock, sleep: (ms: number) => sleep(ms, undefined, { ref: false }) };

describe('shells in memory, as tests have them', () => {
  shellsContract(() => {
    const machines = new Map(['gw1', 'gw2', 'gw3'].map((name) => [name, machineOf(name)]));
    machines.get('gw3')?.goAway(600_000);
    const processes = memoryProcesses('host-1');
    return {
      shells: memoryShells({
        clock,
        processes,
        machines,
        isRemote: () => false,
        takesMs: ({ cmdlet }) => (cmdlet === 'Wait-Thing' ? 20_000 : 20),
      }),
      machines: { one: 'gw1', other: 'gw2', unreachable: 'gw3' },
      commands: {
        say: (word) => ({ cmdlet: 'Get-Thing', parameters: { Tenant: word } }),
        fail: { cmdlet: 'Remove-Thing', parameters: { Name: 'missing' } },
        wait: { cmdlet: 'Wait-Thing', parameters: {} },
      },
      kill: (shell) => processes.end(shell),
    };
  });
});

/** A machine on which every tenant has one thing, of the tenant's own name. */
function machineOf(name: string) {
  const machine = memoryMachine(name, Date.now);
  for (const word of ['a', 'b', 'c', 'd', 'before', 'after']) {
    machine.perform({ cmdlet: 'Add-Thing', parameters: { Name: word, Tenant: word } });
  }
  return machine;
}
