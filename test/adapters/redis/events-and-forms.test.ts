import { randomBytes } from 'node:crypto';
import { createKeptForms } from '../../../src/adapters/redis/kept-forms';
import { createTakenEvents } from '../../../src/adapters/redis/taken-events';
import { memoryTakenEvents } from '../../fakes/memory-taken-events';
import { memoryForms } from '../../fakes/memory-forms';
import { type RedisServer, startRedis } from '../../redis-server';
import { keptFormsContract } from '../kept-forms-contract';
import { takenEventsContract } from '../taken-events-contract';
import { connected, disconnectAll } from './fixture';

let server: RedisServer;
beforeAll(async () => {
  server = await startRedis();
});
afterEach(disconnectAll);
afterAll(async () => await server.stop());

const prefix = () => `t${randomBytes(6).toString('hex')}`;

describe('kept forms in Redis', () => {
  keptFormsContract(async () => createKeptForms(await connected(server), prefix()));

  it('are there for another process, and end by themselves', async () => {
    const [one, other, name] = [await connected(server), await connected(server), prefix()];
    const alice = { chat: 'slack', id: 'U0ALICE' } as const;
    const form = { title: 'T', submit: 'S', context: '', fields: [] };
    const id = await createKeptForms(one, name).keep(form, alice);
    expect(await createKeptForms(other, name).find(id, alice)).toEqual(form);
    const [key] = await one.keys(`{${name}}:form:*`);
    const left = await one.pttl(key ?? '');
    expect(left).toBeGreaterThan(25 * 60_000);
    expect(left).toBeLessThanOrEqual(30 * 60_000);
  });
});

describe('kept forms in memory, as tests have them', () => {
  keptFormsContract(async () => memoryForms());
});

describe('events in Redis', () => {
  takenEventsContract(async () => {
    const name = prefix();
    return async () => createTakenEvents(await connected(server), name);
  });
});

describe('events in memory, as tests have them', () => {
  takenEventsContract(async () => {
    const events = memoryTakenEvents();
    return async () => events;
  });
});
