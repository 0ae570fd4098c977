import { auditLogContract } from '../adapters/audit-log-contract';
import { changeStoreContract } from '../adapters/change-store-contract';
import { intentsContract } from '../adapters/intents-contract';
import { turnsContract } from '../adapters/turns-contract';
import { vaultContract } from '../adapters/vault-contract';
import { memoryRecords } from './memory-records';

describe('records in memory, as tests have them', () => {
  changeStoreContract(memoryRecords);
  turnsContract(memoryRecords);
  auditLogContract(memoryRecords);
  intentsContract(memoryRecords);
  vaultContract(memoryRecords);
});
