import { z } from 'zod';
import type { DraftPlan } from '../../approvals/plan';
import type { ChangeRequest } from '../../approvals/request';
import { GatewayError } from '../../src/errors';
import { readFor } from '../../src/workflow/execute';
import { type RedisServer, startRedis } from '../redis-server';
import { audit, type Line, openLine } from './line-harness';
import { approvedRequest } from './noop-worker';

let server: RedisServer;
let line: Line;
let now: number;
beforeAll(async () => {
  server = await startRedis();
});
afterAll(() => server.stop());
beforeEach(async () => {
  line = await openLine(server.url);
  now = 1_000;
  line.parts.clock = { ...line.parts.clock, now: () => now };
  const { plan, ...rest } = line.operation();
  line.parts.operations = [
    {
      ...rest,
      plan: (args, world, about) => {
        if (planned instanceof Error) throw planned;
        return { ...plan(args, world, about), ...planned };
      },
    },
  ];
});
afterEach(() => line.close());

async function ask(): Promise<void> {
  const { plan: _, policy: __, ...request } = approvedRequest('CR-1', 'gw1', 1);
  const planning: ChangeRequest = {
    ...request,
    state: 'planning',
    votes: [],
    due: { planning: 61_000 },
  };
  await line.parts.store.create(planning, audit);
}

/** One look of the planner. */
async function look(): Promise<ChangeRequest> {
  await readFor(line.parts, 'CR-1');
  return line.now();
}

/** What the operation plans from now on: something, or an error. */
let planned: Partial<DraftPlan> | Error;
function plans(made: Partial<DraftPlan> | Error): void {
  planned = made;
}

describe('what went wrong in planning', () => {
  it('by an error that nobody foresaw ends it at once, with a sentence and a reference to the log', async () => {
    const logged: Record<string, unknown>[] = [];
    line.parts.log = { ...line.parts.log, error: (fields) => void logged.push(fields) };
    const parsed = z.array(z.string()).safeParse([7]);
    if (parsed.success) throw new Error('7 is no text');
    plans(parsed.error);
    await ask();
    const request = await look();
    expect(request.state).toBe('closed');
    const [, reference] = /under ([0-9a-f]{8})\./.exec(request.because) ?? [];
    expect(request.because).toBe(
      `The bot itself failed while it read gw1 for CR-1. Whoever runs it finds why in the worker's log, under ${reference}. Nothing was planned; ask again.`,
    );
    expect(logged).toEqual([{ request: 'CR-1', reference, err: parsed.error }]);
  });

  it('by the gateway is said as the gateway says it', async () => {
    plans(new GatewayError('gw1 is on fire.', { target: 'gw1', errorId: 'x' }));
    await ask();
    expect((await look()).because).toBe(
      'gw1 is on fire. Nothing was planned; ask again when it answers.',
    );
  });
});

describe('what is under way already', () => {
  const underWay = 'contoso-branch is being dialled already.';

  it('is said once, and looked at again until it has ended well', async () => {
    plans({ underWay, steps: [] });
    await ask();
    expect(await look()).toMatchObject({ state: 'planning', because: underWay });
    now += 30_000;
    const waiting = await look();
    expect(waiting.timeline.map(({ sentence }) => sentence)).toEqual([underWay]);
    // Nor does it end for want of a worker meanwhile.
    expect(waiting.due.planning).toBeGreaterThan(1_000 + 60_000);
    plans({ steps: [], notes: ['contoso-branch is up.'] });
    expect(await look()).toMatchObject({
      state: 'closed',
      because: 'Nothing to change: gw1 is already as asked. contoso-branch is up.',
    });
  });

  it('and has failed becomes a plan that says why', async () => {
    plans({ underWay, steps: [] });
    await ask();
    await look();
    plans({ notes: ['contoso-branch is down, error 809.'] });
    const request = await look();
    expect(request.state).toBe('pending');
    expect(request.timeline.at(-1)?.sentence).toBe(
      'contoso-branch is down, error 809. Planned from what gw1 reads now: 1 step. Approve or deny it on the card.',
    );
  });

  it('and never ends is given up within a minute', async () => {
    plans({ underWay, steps: [] });
    await ask();
    await look();
    now += 59_000;
    expect((await look()).state).toBe('planning');
    now += 1_000;
    expect(await look()).toMatchObject({
      state: 'closed',
      because:
        'That has not ended within a minute, so nothing was planned for CR-1. Look at it on gw1, then ask again.',
    });
  });
});

describe('what the version of Windows lacks is refused before anybody votes', () => {
  const reflector = { cmdlet: 'Add-BgpPeer', parameters: { RouteReflectorClient: true } };
  const told =
    'gw1 runs Windows Server 2012 R2, which knows no reflector clients (2016 and later).';

  it.each(['there', 'back'])('on the way %s', async (way) => {
    const [step] = approvedRequest('CR-1', 'gw1', 1).plan?.steps ?? [];
    if (step === undefined) throw new Error('the no-op has a step');
    const calls =
      way === 'there' ? { ...step, ...reflector } : { ...step, undo: [{ ...step, ...reflector }] };
    plans({ steps: [calls] });
    await ask();
    expect(await look()).toMatchObject({ state: 'closed', because: told });
  });
});
