import { setTimeout as sleep } from 'node:timers/promises';
import type { Closer } from '../../../src/adapters/redis/serve-gateways';
import { serveMailboxes } from '../../../src/adapters/redis/serve-outbox';
import type { Episode, HealthStore, Posting, Verdict, WatchState } from '../../../src/ports/health';
import type { ChatName } from '../../../src/ports/chat';
import { type RedisServer, startRedis } from '../../redis-server';
import { disconnectAll, freshRecords, listeningLog, until } from './fixture';

let server: RedisServer;
const closers: Closer[] = [];
beforeAll(async () => {
  server = await startRedis();
});
afterEach(async () => {
  await Promise.all(closers.splice(0).map((closer) => closer.close()));
  disconnectAll();
});
afterAll(async () => await server.stop());

const subject: Verdict = {
  key: 'tunnel contoso-branch',
  kind: 'tunnel',
  name: 'contoso-branch',
  health: 'down',
  sentence: 'contoso-branch is down.',
};
const stateAt = (at: number): WatchState => ({ at, probedAt: at, verdicts: [subject], tracks: {} });
const episodeAt = (since: number): Episode => ({
  subject,
  blind: false,
  since,
  until: since + 1,
  falls: 1,
  end: 'recovered',
});

function postingOf(id: string, channel = 'mtgw', chats: ChatName[] = ['slack', 'teams']): Posting {
  return { id, at: 1_000, message: { summary: id, blocks: [] }, to: { channel, chats } };
}

/** Everything that a chat would be sent in a channel, in order. */
async function drain(health: HealthStore, chat: ChatName, channel = 'mtgw'): Promise<string[]> {
  const found: string[] = [];
  for (;;) {
    const [notice] = await health.firstNotices(chat, channel, 1);
    if (notice === undefined) return found;
    found.push(notice.id);
    await health.noticePosted(chat, channel, notice.id);
  }
}

describe('what is remembered of a gateway', () => {
  test('is nothing before the first probe, then what was written, with its version', async () => {
    const { health } = await freshRecords(server);
    expect(await health.watched('gw1')).toEqual({ version: 0, state: undefined });
    expect(await health.record('gw1', 0, stateAt(7), { postings: [], ended: [] })).toBe(true);
    expect(await health.watched('gw1')).toEqual({ version: 1, state: stateAt(7) });
    expect(await health.watched('gw2')).toEqual({ version: 0, state: undefined });
  });

  test('is written with its notices and episodes, or none of them when somebody was first', async () => {
    const { health } = await freshRecords(server);
    const first = { postings: [postingOf('a')], ended: [episodeAt(1)] };
    expect(await health.record('gw1', 0, stateAt(1), first)).toBe(true);
    const late = { postings: [postingOf('b')], ended: [episodeAt(2)] };
    expect(await health.record('gw1', 0, stateAt(2), late)).toBe(false);
    expect(await health.watched('gw1')).toEqual({ version: 1, state: stateAt(1) });
    expect(await health.episodes('gw1')).toEqual([episodeAt(1)]);
    expect(await drain(health, 'slack')).toEqual(['a']);
    expect(await drain(health, 'teams')).toEqual(['a']);
  });

  test('is written once when two processes race for every version', async () => {
    const one = await freshRecords(server);
    const two = await freshRecords(server, { prefix: one.prefix });
    const written: number[] = [];
    const race = async ({ health }: { health: HealthStore }) => {
      for (let tries = 0; tries < 40; tries++) {
        const { version } = await health.watched('gw1');
        const told = { postings: [postingOf(`gw1/${version + 1}`)], ended: [] };
        if (await health.record('gw1', version, stateAt(version), told)) written.push(version);
      }
    };
    await Promise.all([race(one), race(two)]);
    expect(new Set(written).size).toBe(written.length);
    const ids = await drain(one.health, 'slack');
    expect(ids).toEqual(written.toSorted((a, b) => a - b).map((version) => `gw1/${version + 1}`));
  });

  test('keeps the newest episodes only, and a mailbox the newest notices', async () => {
    const { health } = await freshRecords(server);
    const many = Array.from({ length: 350 }, (_, i) => i);
    await health.record('gw1', 0, stateAt(1), {
      postings: many.map((i) => postingOf(`n${i}`)),
      ended: many.map(episodeAt),
    });
    const episodes = await health.episodes('gw1');
    expect(episodes).toHaveLength(300);
    expect(episodes.at(-1)?.since).toBe(349);
    const ids = await drain(health, 'slack');
    expect(ids).toHaveLength(200);
    expect(ids.at(-1)).toBe('n349');
  });
});

describe('who probes a gateway', () => {
  test('is one worker, until it resigns or is not heard of', async () => {
    const { health } = await freshRecords(server);
    expect(await health.lead('gw1', 'one', 400)).toBe(true);
    expect(await health.lead('gw1', 'two', 400)).toBe(false);
    expect(await health.lead('gw1', 'one', 400)).toBe(true);
    expect(await health.lead('gw2', 'two', 400)).toBe(true);
    await health.resign('gw1', 'two');
    expect(await health.lead('gw1', 'two', 400)).toBe(false);
    await health.resign('gw1', 'one');
    expect(await health.lead('gw1', 'two', 400)).toBe(true);
    await until(() => health.lead('gw1', 'one', 400));
  });

  test('is one of many that ask at once', async () => {
    const { health, prefix } = await freshRecords(server);
    const others = await Promise.all([1, 2, 3].map(() => freshRecords(server, { prefix })));
    const all = [health, ...others.map((other) => other.health)];
    const led = await Promise.all(all.map((one, i) => one.lead('gw1', `w${i}`, 5_000)));
    expect(led.filter(Boolean)).toHaveLength(1);
  });
});

describe('digests', () => {
  const daily = (next: number) => ({ channel: 'mtgw', rule: 'daily', next });

  test('keep their time over a restart, and take a new one when the rule changes', async () => {
    const { health } = await freshRecords(server);
    await health.schedule([daily(100)], 'set');
    await health.schedule([daily(900)], 'set');
    expect(await health.digestsDue(99)).toEqual([]);
    expect(await health.digestsDue(100)).toEqual([{ channel: 'mtgw', at: 100, last: undefined }]);
    await health.schedule([{ ...daily(500), rule: 'hourly' }], 'set');
    expect(await health.digestsDue(499)).toEqual([]);
    expect(await health.digestsDue(500)).toHaveLength(1);
    await health.schedule([], 'set');
    expect(await health.digestsDue(9_999)).toEqual([]);
  });

  test('come again after a clock that jumped ahead and back, and not twice after one that stepped back', async () => {
    const hour = 3_600_000;
    for (const how of ['set', 'mend'] as const) {
      const { health } = await freshRecords(server);
      await health.schedule([daily(900 * hour)], 'set');
      const [due] = await health.digestsDue(901 * hour);
      if (due === undefined) throw new Error('nothing is due');
      await health.postDigest(due, { now: 901 * hour, next: 924 * hour }, postingOf('d'));
      await health.schedule([daily(24 * hour)], how);
      expect(await health.digestsDue(24 * hour)).toHaveLength(1);
      const when = { now: 24 * hour + 1, next: 48 * hour };
      await health.postDigest(
        { channel: 'mtgw', at: 24 * hour, last: undefined },
        when,
        postingOf('e'),
      );
      await health.schedule([daily(24 * hour)], how);
      expect(await health.digestsDue(47 * hour)).toEqual([]);
      expect(await health.digestsDue(48 * hour)).toHaveLength(1);
    }
  });

  test('mending sets none anew and takes none away', async () => {
    const { health } = await freshRecords(server);
    await health.schedule([daily(100)], 'mend');
    expect(await health.digestsDue(100)).toEqual([]);
    await health.schedule([daily(100)], 'set');
    await health.schedule([{ ...daily(50), rule: 'hourly' }], 'mend');
    await health.schedule([], 'mend');
    expect(await health.digestsDue(99)).toEqual([]);
    expect(await health.digestsDue(100)).toHaveLength(1);
  });

  test('are posted once by many processes, each time; the next is set with it', async () => {
    const { health, prefix } = await freshRecords(server);
    const others = await Promise.all([1, 2].map(() => freshRecords(server, { prefix })));
    const all = [health, ...others.map((other) => other.health)];
    const seen: string[] = [];
    await health.schedule([daily(100)], 'set');
    for (let now = 100; now <= 500; now += 100) {
      const posted = await Promise.all(
        all.map(async (one) => {
          const [due] = await one.digestsDue(now);
          if (due === undefined) return false;
          const posting = postingOf(`digest/mtgw/${due.at}`);
          return await one.postDigest(due, { now, next: due.at + 100 }, posting);
        }),
      );
      expect(posted.filter(Boolean)).toHaveLength(1);
      seen.push(...(await drain(health, 'teams')));
    }
    expect(seen).toEqual([100, 200, 300, 400, 500].map((at) => `digest/mtgw/${at}`));
    expect(await health.lastDigest('mtgw')).toBe(500);
    const [due] = await health.digestsDue(600);
    expect(due).toEqual({ channel: 'mtgw', at: 600, last: 500 });
  });
});

describe('mailboxes', () => {
  async function serve(
    options: Parameters<typeof serveMailboxes>[0],
    chat: ChatName,
    post: (channel: string) => Promise<void>,
  ) {
    closers.push(await serveMailboxes({ backOffMs: 20, pollMs: 50, ...options }, chat, post));
  }

  test('one chat is down, the other goes on; it catches up in order', async () => {
    const { health, ...options } = await freshRecords(server);
    const log = listeningLog();
    let isDown = true;
    const posted: Record<ChatName, string[]> = { slack: [], teams: [] };
    for (const chat of ['slack', 'teams'] as const) {
      await serve({ ...options, log }, chat, async (channel) => {
        if (chat === 'teams' && isDown) throw new Error('teams is down');
        posted[chat].push(...(await drain(health, chat, channel)));
      });
    }
    for (let i = 0; i < 5; i++) {
      await health.record('gw1', i, stateAt(i), { postings: [postingOf(`n${i}`)], ended: [] });
    }
    const all = ['n0', 'n1', 'n2', 'n3', 'n4'];
    await until(() => posted.slack.length === 5);
    expect(posted).toEqual({ slack: all, teams: [] });
    isDown = false;
    await until(() => posted.teams.length === 5);
    expect(posted.teams).toEqual(all);
    expect(log.said[0]).toContain('The notices of #mtgw in teams could not be posted');
  });

  test('what a process posted and could not note is posted again under the same id', async () => {
    const { health, prefix, ...options } = await freshRecords(server);
    await health.record('gw1', 0, stateAt(1), { postings: [postingOf('n1')], ended: [] });
    const ids: string[] = [];
    await serve({ ...options, prefix, log: listeningLog() }, 'slack', async (channel) => {
      const [notice] = await health.firstNotices('slack', channel, 1);
      if (notice === undefined) return;
      ids.push(notice.id);
      if (ids.length === 1) throw new Error('killed between posting and noting');
      await health.noticePosted('slack', channel, notice.id);
    });
    await until(() => ids.length === 2);
    await sleep(200);
    expect(ids).toEqual(['n1', 'n1']);
  });

  test('one is taken out of the middle, and a digest takes the place of those that wait still', async () => {
    const { health } = await freshRecords(server);
    const notices = ['n1', 'digest/mtgw/1', 'n2', 'n3'].map((id) => postingOf(id));
    await health.record('gw1', 0, stateAt(1), { postings: notices, ended: [] });
    await health.noticePosted('slack', 'mtgw', 'n2');
    const first = await health.firstNotices('slack', 'mtgw', 2);
    expect(first.map(({ id }) => id)).toEqual(['n1', 'digest/mtgw/1']);
    await health.schedule([{ channel: 'mtgw', rule: 'daily', next: 100 }], 'set');
    const [due] = await health.digestsDue(100);
    if (due === undefined) throw new Error('nothing is due');
    await health.postDigest(due, { now: 100, next: 200 }, postingOf('digest/mtgw/100'));
    expect(await drain(health, 'slack')).toEqual(['n1', 'n3', 'digest/mtgw/100']);
    expect(await drain(health, 'teams')).toEqual(['n1', 'n2', 'n3', 'digest/mtgw/100']);
  });

  test('a notice that came while another was posted is not lost with the mark', async () => {
    const { health, redis, prefix } = await freshRecords(server);
    await health.record('gw1', 0, stateAt(1), { postings: [postingOf('n1')], ended: [] });
    await health.record('gw1', 1, stateAt(2), { postings: [postingOf('n2')], ended: [] });
    await health.noticePosted('slack', 'mtgw', 'n1');
    expect(await redis.zrange(`{${prefix}}:mailboxes:slack`, '0', '-1')).toEqual(['mtgw']);
    await health.noticePosted('slack', 'mtgw', 'n1');
    expect(await drain(health, 'slack')).toEqual(['n2']);
    expect(await redis.zrange(`{${prefix}}:mailboxes:slack`, '0', '-1')).toEqual([]);
  });
});
