import type { PlannedStep, State } from '../../approvals/plan';
import { defineChange } from '../../src/ops/operation';
import type { Reading } from '../../src/ops/reading';

/** The arguments of `add-things`, as a request stores them. */
export interface ThingsArgs {
  owner: string;
  things: string[];
}

interface Row {
  Name: string;
  Up: boolean;
}

const there = (args: unknown): { there: Reading<Row[]> } => ({
  there: {
    cmdlet: 'Get-Thing',
    parameters: { Tenant: (args as ThingsArgs).owner },
    as: (rows) => rows as unknown as Row[],
  },
});

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
  reads: there,
  plan(args, world, { gateway: { name: target } }) {
    const { owner, things } = args as unknown as ThingsArgs;
    const present = world.there.map(({ Name }) => Name);
    const missing = things.filter((thing) => !present.includes(thing));
    const steps = missing.map((thing, index): PlannedStep => {
      const parameters = { Name: thing, Tenant: owner };
      return {
        target,
        cmdlet: 'Add-Thing',
        parameters,
        because: `${thing} is not there.`,
        leaves: stateOf(things, [...present, ...missing.slice(0, index + 1)]),
        undo: [{ target, cmdlet: 'Remove-Thing', parameters, because: `${thing} was not there.` }],
      };
    });
    return {
      before: stateOf(things, present),
      after: stateOf(things, things),
      basis: {},
      steps,
      touches: { tenants: [owner], tunnels: [], sessions: 0, prefixes: [] },
      notes: [],
    };
  },
  looks: there,
  stateOf(args, world) {
    const { things } = args as unknown as ThingsArgs;
    return stateOf(
      things,
      world.there.map(({ Name }) => Name),
    );
  },
  gates(args, world) {
    const { things } = args as unknown as ThingsArgs;
    const up = things.every((thing) => world.there.some((row) => row.Name === thing && row.Up));
    const sentence = up ? 'All of it is up.' : 'Its far end does not answer.';
    return [{ id: 'up', kind: 'peer', held: up, sentence }];
  },
});
