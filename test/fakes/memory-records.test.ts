import { auditLogContract } from '../adapters/audit-log-contract';
import { changeStoreContract } from '../adapters/change-store-contract';
import { dueTimesContract } from '../adapters/due-times-contract';
import { intentsContract } from '../adapters/intents-contract';
import { takingMovesContract } from '../adapters/taking-moves-contract';
import { turnsContract } from '../adapters/turns-contract';
import { unusableRecordsContract } from '../adapters/unusable-records-contract';
import { vaultContract } from '../adapters/vault-contract';
import { memoryRecords } from './memory-records';

describe('records in memory, as tests have them', () => {
  changeStoreContract(memoryRecords);
  dueTimesContract(memoryRecords);
  turnsContract(memoryRecords);
  unusableRecordsContract(memoryRecords);
  auditLogContract(memoryRecords);
  intentsContract(memoryRecords);
  takingMovesContract(memoryRecords);
  vaultContract(memoryRecords);
});
