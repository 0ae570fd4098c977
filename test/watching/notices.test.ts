import type { Posting } from '../../src/ports/health';
import { createChannels } from '../../src/world/channels';
import { chatsIn } from '../../src/roles/stand-on';
import { mailboxOf } from '../../src/workflow/audience';
import { postNotices } from '../../src/watching/notices';
import { type RedisServer, startRedis } from '../redis-server';
import { chatPartsOf, openWatched, type Watched } from './watched-gateways';

let server: RedisServer;
let world: Watched;
beforeAll(async () => {
  server = await startRedis();
});
beforeEach(() => {
  world = openWatched(server.url);
});
afterEach(() => world.close());
afterAll(async () => await server.stop());

/** Notices that wait for #mtgw, written so long ago, in milliseconds. */
async function waiting(...ids: [string, number][]) {
  const { parts } = await world.worker();
  const postings = ids.map(
    ([id, age]): Posting => ({
      id,
      at: world.clock.at - age,
      message: { summary: id, blocks: [] },
      to: { channel: 'mtgw', chats: ['slack', 'teams'] },
    }),
  );
  const state = { at: 1, probedAt: 1, verdicts: [], tracks: {} };
  await parts.health.record('gw1', 0, state, { postings, ended: [] });
  return parts;
}
const minute = 60_000;

test('what is older than a day is not posted any more', async () => {
  const parts = await waiting(['old', 25 * 60 * minute], ['young', 23 * 60 * minute]);
  const { chatParts, posted } = chatPartsOf(parts, () => false);
  await postNotices(chatParts, 'slack', 'mtgw');
  expect(posted.map(({ key }) => key)).toEqual(['young']);
});

test('one that a chat goes on refusing is dropped with an error, and holds up none behind it', async () => {
  const parts = await waiting(['bad', 2 * minute], ['n1', minute], ['n2', minute]);
  const errors: unknown[] = [];
  const log = { ...parts.log, error: (fields: unknown) => void errors.push(fields) };
  const { chatParts, posted } = chatPartsOf(
    { ...parts, log },
    () => false,
    (key) => key === 'bad',
  );
  await postNotices(chatParts, 'slack', 'mtgw');
  expect(posted.map(({ key }) => key)).toEqual(['n1', 'n2']);
  expect(errors).toEqual([expect.objectContaining({ notice: 'bad', chat: 'slack' })]);
  expect(await parts.health.firstNotices('slack', 'mtgw', 9)).toEqual([]);
});

test('a refusal that is young, or of everything, may pass: all of it waits in order', async () => {
  const parts = await waiting(['bad', 1_000], ['n1', 1_000]);
  const young = chatPartsOf(
    parts,
    () => false,
    (key) => key === 'bad',
  );
  await expect(postNotices(young.chatParts, 'slack', 'mtgw')).rejects.toThrow('bad is refused');
  expect(young.posted).toEqual([]);
  world.clock.at += 10 * minute;
  const down = chatPartsOf(parts, () => true);
  await expect(postNotices(down.chatParts, 'teams', 'mtgw')).rejects.toThrow('teams is down');
  const kept = await parts.health.firstNotices('teams', 'mtgw', 9);
  expect(kept.map(({ id }) => id)).toEqual(['bad', 'n1']);
});

test('mailboxes are filled only for the chats that the bot speaks in', () => {
  const file = {
    mtgw: { slack: 'C1', teams: '19:a@thread.tacv2', operations: true, health: true },
  };
  const chatsOf = (bot: Parameters<typeof chatsIn>[0]) =>
    mailboxOf({ channels: createChannels(file, chatsIn(bot)) }, 'mtgw').chats;
  expect(chatsOf({ slack: { teamId: 'T1' } })).toEqual(['slack']);
  expect(chatsOf({ teams: {} })).toEqual(['teams']);
  expect(chatsOf({ slack: {}, teams: {} })).toEqual(['slack', 'teams']);
  expect(chatsOf({})).toEqual(['slack', 'teams']);
});
