import type { PlannedStep, State } from '../../approvals/plan';
import { defineChange, type ReadCommand, type ReadContext } from '../../src/ops/operation';

/** The arguments of `add-things`, as a request stores them. */
export interface ThingsArgs {
  owner: string;
  things: string[];
}

const reading = (owner: string): ReadCommand => ({
  cmdlet: 'Get-Thing',
  parameters: { Tenant: owner },
});

interface Row {
  Name: string;
  Up: boolean;
}

async function rowsOf(owner: string, context: ReadContext): Promise<Row[]> {
  const [rows = []] = await context.read([reading(owner)]);
  return rows as unknown as Row[];
}

function stateOf(things: readonly string[], there: readonly string[]): State {
  return Object.fromEntries(
    things.map((thing) => [`thing ${thing}`, there.includes(thing) ? { there: true } : null]),
  );
}

/** Puts things on a gateway, a step each: the smallest change that can be half done. */
export const addThings = defineChange({
  name: 'add-things',
  summary: 'Put things on a gateway',
  risk: 'tenant',
  args: {},
  examples: [],
  async plan(args, context) {
    const { owner, things } = args as unknown as ThingsArgs;
    const target = context.gateway.name;
    const there = (await rowsOf(owner, context)).map(({ Name }) => Name);
    const missing = things.filter((thing) => !there.includes(thing));
    const steps = missing.map((thing, index): PlannedStep => {
      const parameters = { Name: thing, Tenant: owner };
      return {
        target,
        cmdlet: 'Add-Thing',
        parameters,
        because: `${thing} is not there.`,
        leaves: stateOf(things, [...there, ...missing.slice(0, index + 1)]),
        undo: [{ target, cmdlet: 'Remove-Thing', parameters, because: `${thing} was not there.` }],
      };
    });
    return {
      before: stateOf(things, there),
      after: stateOf(things, things),
      basis: {},
      steps,
      touches: { tenants: [owner], tunnels: [], sessions: 0, prefixes: [] },
      notes: [],
    };
  },
  async observe(args, context) {
    const { owner, things } = args as unknown as ThingsArgs;
    const rows = await rowsOf(owner, context);
    return stateOf(
      things,
      rows.map(({ Name }) => Name),
    );
  },
  gates: (args) => {
    const { owner, things } = args as unknown as ThingsArgs;
    return [
      {
        id: 'up',
        kind: 'peer',
        async check(context) {
          const rows = await rowsOf(owner, context);
          const up = things.every((thing) => rows.some((row) => row.Name === thing && row.Up));
          return { held: up, sentence: up ? 'All of it is up.' : 'Its far end does not answer.' };
        },
      },
    ];
  },
});
