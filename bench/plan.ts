import { parseArgs } from '../src/commands/parse-args';
import { parseLine } from '../src/commands/grammar';
import { readArgs } from '../src/commands/read-args';
import { sealPlan } from '../approvals/plan';
import { operations } from '../src/ops/catalog';
import type { Operation } from '../src/ops/operation';
import type { CommandResult, GatewayShells, PsValue } from '../src/ports/shells';
import { aboutOf } from '../src/workflow/about';
import { readWorld } from '../src/workflow/read-world';
import { answerAt, type AtWork, completeAt, planAt } from '../test/ops/at-work';
import { key } from '../test/ops/recorded';
import { type LargeGateway, largeGateway } from './large-gateway';
import { median } from './percentile';
import type { BenchRow } from './row';

const rounds = { warmUp: 5, measured: 15 };
const [few, many] = [10, 100];

interface Measured {
  operation: Operation;
  few: number;
  many: number;
  copy: number;
  trips: number;
}

/**
 * What the bot itself adds to planning and answering on a gateway of 100 tenants with 10 tunnels each, next to copying what
 * the gateway answered; how often it is asked; and how much longer ten times the tenants take.
 */
export async function run(): Promise<BenchRow[]> {
  const [small, large] = [largeGateway(few), largeGateway(many)];
  const all: Measured[] = [];
  for (const operation of operations) {
    const [example] = operation.examples;
    if (example === undefined) continue;
    const ofFew = await measure(operation, example, small);
    const { ms, copy, trips } = await measure(operation, example, large);
    all.push({ operation, few: ofFew.ms, many: ms, copy, trips });
  }
  const who = `of ${many} tenants, 10 tunnels each`;
  const trips = Math.max(...all.map((one) => one.trips));
  return [
    ...rowsOf(
      'plan',
      who,
      all.filter(({ operation: { kind } }) => kind === 'change'),
    ),
    ...rowsOf(
      'answer',
      who,
      all.filter(({ operation: { kind } }) => kind === 'query'),
    ),
    {
      name: 'plan-trips',
      what: `round trips to the gateway, of the operation with most ${who}`,
      figure: trips,
      unit: 'trips',
      goal: 'at most 2',
      met: trips <= 2,
    },
  ];
}

function rowsOf(name: string, who: string, all: readonly Measured[]): BenchRow[] {
  const [slowest] = all.toSorted((a, b) => b.many - a.many);
  if (slowest === undefined) throw new Error(`There is nothing to ${name}.`);
  const growth = median(all.map((one) => one.many / one.few));
  return [
    {
      name,
      what: `Node's part of ${slowest.operation.name}, the slowest, ${who}, p50`,
      figure: slowest.many,
      unit: 'ms',
      floor: slowest.copy,
      ratio: slowest.many / slowest.copy,
      goal: 'at most 20 ms',
      met: slowest.many <= 20,
    },
    {
      name: `${name}-growth`,
      what: `how much longer that takes than of ${few} tenants, in the middle of the operations`,
      figure: growth,
      unit: 'times',
      goal: 'at most 12',
      met: growth <= 12,
    },
  ];
}

async function measure(operation: Operation, example: string, gateway: LargeGateway) {
  const { inventory } = gateway;
  const { given } = readArgs(operation, parseLine(example), { inventory });
  const samples: number[] = [];
  const copies: number[] = [];
  let trips = 0;
  let asked: PsValue[][] = [];
  for (let round = 0; round < rounds.warmUp + rounds.measured; round++) {
    asked = [];
    trips = 0;
    let outside = 0;
    const shells: Pick<GatewayShells, 'run'> = {
      async run(batch) {
        const from = performance.now();
        trips += 1;
        const answers = batch.map(({ target, commands }) => ({
          target,
          outcome: 'answered' as const,
          results: commands.map((command): CommandResult => {
            const output = answerOf(gateway, command);
            asked.push(output);
            return { output, errors: [], warnings: [], durationMs: 0 };
          }),
        }));
        outside += performance.now() - from;
        return answers;
      },
    };
    const about = aboutOf(inventory, { gateway: 'gw1', tenant: given['tenant'] });
    const parts = { shells, settings: { readTimeoutMs: 1_000 } } as Parameters<typeof readWorld>[0];
    const at: AtWork = { about, read: (readings) => readWorld(parts, about.gateway, readings) };
    // What is filled in is read for itself: a person may look at it in between.
    const { args: texts } = await completeAt(at, operation, given);
    const secrets = operation.args['psk'] === undefined ? {} : { psk: key };
    const args = parseArgs(operation.args, texts, secrets) as never;
    trips = 0;
    outside = 0;
    const from = performance.now();
    if (operation.kind === 'query') await answerAt(at, operation, args);
    else sealPlan(await planAt(at, operation, args), 'gw1', example);
    if (round >= rounds.warmUp) samples.push(performance.now() - from - outside);
  }
  for (let round = 0; round < rounds.measured; round++) {
    const copied = performance.now();
    structuredClone(asked);
    copies.push(performance.now() - copied);
  }
  return { ms: median(samples), copy: median(copies), trips };
}

function answerOf(
  { rows }: LargeGateway,
  { cmdlet, parameters }: { cmdlet: string; parameters: Record<string, unknown> },
): PsValue[] {
  const domain = parameters['RoutingDomain'];
  const all = rows[cmdlet] ?? [];
  return domain === undefined ? all : all.filter((row) => row['RoutingDomain'] === domain);
}
