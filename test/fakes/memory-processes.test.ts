import { processTableContract } from '../adapters/process-table-contract';
import { memoryProcesses } from './memory-processes';

describe('processes in memory, as tests have them', () => {
  processTableContract(() => {
    const table = memoryProcesses('host-1');
    return { table, start: async () => table.start(Date.now()).identity };
  });
});
