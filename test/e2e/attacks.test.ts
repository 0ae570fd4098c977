import { setTimeout as delay } from 'node:timers/promises';
import type { Vote } from '../../approvals/request';
import { foreignStep } from '../fakes/foreign-step';
import {
  audited,
  changesMade,
  copyOf,
  cutTail,
  endOfAudit,
  makeDue,
  putBack,
  putEnded,
  readAll,
  rewrite,
} from './attack-redis';
import { createStory } from './attack-story';
import { openWorld, type World } from './world';

/*
 * The attacks of a security review, repeated on the whole bot. Who makes them can read and write Redis and has no key of
 * the installation; each puts back what it forged, so that the next one meets a bot that is whole.
 */

let world: World;
let story: ReturnType<typeof createStory>;
beforeAll(async () => {
  world = await openWorld();
  story = createStory(world);
}, 90_000);
afterAll(() => world.close());

/** The reconciler looks each second, the clockwork twice in one; a job of theirs has run by then. */
const looksMs = 3_000;

const branch = (subnets: string) => `set-s2s tenant=contoso site=branch subnets=${subnets}`;
const store = (subnets: string) => `set-s2s tenant=northwind site=store subnets=${subnets}`;

it("H1: a vote written into a pending request's record approves nothing, and no cmdlet runs", async () => {
  const id = await story.ask(branch('10.2.0.0/24:100,10.3.0.0/24:200'));
  const written = await copyOf(world.redis, id);
  const made = changesMade(world.sandbox);
  await rewrite(world.redis, id, ({ plan }) => {
    const fingerprint = plan?.fingerprint ?? '';
    const groups = ['network-leads'];
    const choice = 'approve' as const;
    const vote: Vote = { person: 'bob', choice, fingerprint, at: 1, chat: 'slack', groups };
    return { votes: [vote] };
  });
  await world.hears(new RegExp(`${id} is stopped: its record is not to be trusted`));
  const verdict = await story.verify();
  expect(verdict.code).toBe(1);
  expect(verdict.said).toContain(`The record of ${id} was not written by the bot.`);
  // The chat looks for such records every 5 s: it has met this one again by then.
  await delay(6_000);
  const told = world.sandbox.platform.messages().filter(({ text }) => text.includes(' is stopped'));
  expect(told.map(({ chat, place }) => `${chat} ${place}`).toSorted()).toEqual([
    'slack #mtgw',
    'teams #mtgw',
  ]);
  expect((await copyOf(world.redis, id))['state']).toBe('pending');
  expect(changesMade(world.sandbox)).toEqual(made);
  const entries = (await audited(world.redis)).filter(({ request }) => request === id);
  expect(entries.map(({ action }) => action)).not.toContain('request.approved');

  // It was the forgery that stopped it: with its own text, and a vote of bob's own, it runs.
  await putBack(world.redis, id, written);
  await world.press('Approve', { as: 'bob' });
  await world.until(id, ['unconfirmed']);
  expect(changesMade(world.sandbox)).toHaveLength(made.length + 1);
  await story.end(id, 'keep');
});

it('H1: a step of another tenant put in front of a plan is not run, whoever approves', async () => {
  const id = await story.ask('disconnect-s2s tenant=fabrikam site=plant');
  const written = await copyOf(world.redis, id);
  const made = changesMade(world.sandbox);
  await rewrite(world.redis, id, ({ plan }) => ({
    plan: { ...plan, steps: [foreignStep, ...(plan?.steps ?? [])] },
  }));
  const mark = world.mark();
  await world.press('Approve', { as: 'bob' });
  await world.hears(/was not written by the bot/, { since: mark });
  await delay(looksMs);
  expect(changesMade(world.sandbox)).toEqual(made);
  const [state] = await world.sandbox.gateways.run('gw2', 'Get-SimulatorState', {});
  const { Tunnels } = state as { Tunnels: { Name: string }[] };
  expect(Tunnels.map(({ Name }) => Name)).toEqual(['northwind-store']);
  expect((await copyOf(world.redis, id))['state']).toBe('pending');
  await putBack(world.redis, id, written);
  await story.end(id, 'cancel');
});

describe('H1: an earlier record that is put back, sealed as the bot wrote it', () => {
  let kept = { id: '', unconfirmed: {} };
  let undone = { id: '', approved: {} };

  beforeAll(async () => {
    const first = await story.apply(store('10.60.0.0/16:20'));
    kept = { id: first, unconfirmed: await copyOf(world.redis, first) };
    // The next one is approved, and waits for the first to be kept.
    const mark = world.mark();
    const second = await story.ask(store('10.60.0.0/16:30'));
    await world.press('Approve', { as: 'bob' });
    await world.hears(new RegExp(`${second} waits for ${first}`), { since: mark });
    undone = { id: second, approved: await copyOf(world.redis, second) };
    await story.end(first, 'keep');
    await world.until(second, ['unconfirmed']);
    await story.end(second, 'undo');
  }, 60_000);

  async function changesNothing(attack: () => Promise<void>): Promise<void> {
    const made = changesMade(world.sandbox);
    await attack();
    await delay(looksMs);
    expect(changesMade(world.sandbox)).toEqual(made);
  }

  it('not kept yet, of a change that was kept: it is not undone', async () => {
    const last = await copyOf(world.redis, kept.id);
    await changesNothing(async () => {
      await putBack(world.redis, kept.id, kept.unconfirmed);
      await makeDue(world.redis, kept.id, 'confirm');
    });
    const verdict = await story.verify();
    expect(verdict.code).toBe(1);
    expect(verdict.said).toContain(`The record of ${kept.id} is not the one that entry`);
    await putEnded(world.redis, kept.id, last);
    expect(await story.verify()).toMatchObject({ code: 0 });
  });

  it('approved, of a change that was undone: it does not run again, though the bot itself goes on from it', async () => {
    const mark = world.mark();
    await changesNothing(() => putBack(world.redis, undone.id, undone.approved));
    await world.hears(new RegExp(`${undone.id} is stopped`), { since: mark });
    const verdict = await story.verify();
    expect(verdict.code).toBe(1);
    expect(verdict.said).toContain(`goes on from an older record of ${undone.id}`);
  });
});

it('H1: a time that was put forward in Redis undoes nothing', async () => {
  const id = await story.apply(branch('10.2.0.0/24:130'));
  const made = changesMade(world.sandbox);
  await makeDue(world.redis, id, 'confirm');
  await delay(looksMs);
  expect(changesMade(world.sandbox)).toEqual(made);
  await story.end(id, 'keep');
});

it('H2: nothing that stands in Redis is the address of a key, and trying destroys and tells nothing', async () => {
  const id = await story.ask('add-s2s tenant=contoso site=hq');
  await world.press('Approve', { as: 'bob' });
  const { generatedKey } = await world.until(id, ['verifying']);
  const mark = world.mark();
  await world.press('Get the key', { as: 'alice' });
  const offer = await world.hears(/\/key\//, { since: mark });
  const [address = '', page = ''] = /(http:\S+\/key\/)[0-9a-f]+/.exec(offer) ?? [];
  // A typed key that reads like an offer of the other one.
  const psk = JSON.stringify({ request: id, secret: generatedKey?.secret, to: 'bob', line: 'x' });
  const values = { destination: '203.0.113.90', subnets: '10.61.0.0/24:100', psk };
  const bait = await story.ask('add-s2s tenant=northwind site=annex', values);

  const names = (await world.redis.keys('*')).filter((name) => /secret|offer/i.test(name));
  expect(names.map((name) => name.split(':')[1])).toEqual(
    expect.arrayContaining(['offer', 'secret']),
  );
  const stored = await world.redis.mget(names);
  const parts = stored.flatMap((text) => Object.values(JSON.parse(text ?? '') as object));
  const tries = [...names, ...names.map((name) => name.split(':').at(-1)), ...parts, ...stored];
  for (const tried of tries) {
    for (const method of ['GET', 'POST']) {
      const answer = await fetch(`${page}${encodeURIComponent(String(tried))}`, { method });
      expect([404, 410]).toContain(answer.status);
      expect(await answer.text()).not.toContain('<pre>');
    }
  }
  expect(await world.redis.mget(names)).toEqual(stored);
  const entries = await audited(world.redis);
  expect(entries.map(({ action }) => action)).not.toContain('secret.revealed');

  const shown = await fetch(address, { method: 'POST' });
  const [, key = ''] = /<pre>(\w{40})<\/pre>/.exec(await shown.text()) ?? [];
  expect(key).not.toBe('');
  const log = world.sandbox.logLines().join('\n');
  expect([key.slice(0, 8), psk.slice(0, 20)].filter((part) => log.includes(part))).toEqual([]);
  await story.end(bait, 'cancel');
  await story.end(id, 'undo');
});

it('M1: a reason behind a button that holds a key, or is endless, is refused and kept nowhere', async () => {
  const key = 'Zebra-Violin_7402!Quay';
  const bad: [string, RegExp][] = [
    [`the far end says psk=${key}`, /psk is a secret, and everybody reads a reason/],
    ['Quartz-Lantern '.repeat(28_000), /characters are too long; at most 500/],
  ];
  const id = await story.ask('set-s2s tenant=fabrikam site=plant subnets=10.2.0.0/24:110');
  const refuses = async (label: string, as: string) => {
    const before = await copyOf(world.redis, id);
    for (const [because, answer] of bad) {
      const mark = world.mark();
      await world.press(label, { as, because });
      await world.hears(answer, { since: mark });
    }
    expect(await copyOf(world.redis, id)).toEqual(before);
  };
  await refuses('Deny', 'bob');
  await world.press('Approve', { as: 'bob' });
  await world.hears(new RegExp(`${id} Done, waiting for Keep`));
  await refuses('Keep', 'alice');
  const said = world.sandbox.platform.messages().map(({ text, unseen }) => `${text}\n${unseen}`);
  const all = [await readAll(world.redis), ...said, ...world.sandbox.logLines()].join('\n');
  expect([key, 'Quartz-Lantern'].filter((words) => all.includes(words))).toEqual([]);
  await world.press('Keep', { as: 'alice', because: 'it is as it was' });
  await world.until(id, ['kept']);
  expect(await readAll(world.redis)).toContain('it is as it was');
});

it('M7: two million characters of a gateway leave a small record, and a bot that answers', async () => {
  const Message = `Zinc ${'x'.repeat(2_000_000)}`;
  const fault = { Kind: 'fail', Cmdlet: 'Set-VpnS2SInterface', Message };
  const id = await story.ask(branch('10.2.0.0/24:120'));
  await world.sandbox.gateways.run('gw1', 'Set-SimulatorFault', fault);
  await world.press('Approve', { as: 'bob' });
  await world.until(id, ['undone']);
  await world.sandbox.gateways.run('gw1', 'Clear-SimulatorFault', {});
  const { json = '' } = await copyOf(world.redis, id);
  expect(json).toContain('Zinc xxx');
  expect(json.length).toBeLessThan(100_000);
  const own = (await audited(world.redis)).filter(({ request }) => request === id);
  expect(JSON.stringify(own).length).toBeLessThan(100_000);
  const mark = world.mark();
  world.say('/mtgw list-s2s tenant=fabrikam', { as: 'alice' });
  await world.hears(/fabrikam-plant/, { since: mark, within: 5_000 });
});

it('L2: a refused change and a refused cancel each stand in the audit', async () => {
  const id = await story.ask('disconnect-s2s tenant=fabrikam site=plant');
  const before = (await audited(world.redis)).length;
  await story.refused('dave', 'add-s2s tenant=contoso site=hq', /may not use this bot/);
  await story.refused('carol', `cancel ${id}`, /is not yours to steer/);
  expect((await audited(world.redis)).slice(before)).toEqual([
    expect.objectContaining({ actor: 'dave', action: 'access.refused' }),
    expect.objectContaining({ actor: 'carol', action: 'request.refused', request: id }),
  ]);
  await story.end(id, 'cancel');
});

it('M2: an end of the audit that was cut off, with all that names it, is missed by who kept it', async () => {
  const id = await story.ask('disconnect-s2s tenant=fabrikam site=plant');
  const pending = await copyOf(world.redis, id);
  await story.end(id, 'cancel');
  await story.refused('dave', 'list-requests', /may not use this bot/);
  await story.refused('carol', `cancel ${id}`, /is not yours to steer/);
  // As the worker's log has it, or an earlier verdict.
  const kept = await endOfAudit(world.redis);
  await cutTail(world.redis, 3);
  await putBack(world.redis, id, pending);
  // What stands in Redis agrees with itself, so that only what is kept elsewhere can tell.
  expect((await story.verify()).said).not.toMatch(/is gone/);
  const verdict = await story.verify('--from', kept);
  expect(verdict.code).toBe(1);
  expect(verdict.said).toMatch(/Entry \d+ was there before and is gone/);
});
