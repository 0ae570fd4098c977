import { createHash } from 'node:crypto';
import type { DraftPlan, State } from '../../approvals/plan';
import { sealPlan } from '../../approvals/plan';
import type { ChangeRequest } from '../../approvals/request';
import { defineChange } from '../../src/ops/operation';
import type { TargetAnswer } from '../../src/ports/shells';
import { approvedRequest } from './noop-worker';

/* Things on one machine that cmdlets make and take away, two for each change: so that a plan has a middle. */

export interface Machine {
  things: Set<string>;
  /** Every cmdlet that ran, in order: `Add-VpnS2SInterface a-1`. */
  ran: string[];
  run(target: string, cmdlet: string, parameters: Record<string, unknown>): TargetAnswer;
}

export function createMachine(): Machine {
  const machine: Machine = {
    things: new Set(),
    ran: [],
    run(target, cmdlet, parameters) {
      const name = String(parameters['Name']);
      machine.ran.push(`${cmdlet} ${name}`);
      if (cmdlet.startsWith('Add-')) machine.things.add(name);
      else machine.things.delete(name);
      const results = [{ output: [], errors: [], warnings: [], durationMs: 1 }];
      return { target, outcome: 'answered', results };
    },
  };
  return machine;
}

/** `add-pair`: two things of that name, one step each. */
export function pairOperation(machine: Machine) {
  return defineChange({
    name: 'add-pair',
    summary: 'Two things',
    risk: 'tenant',
    args: {},
    examples: [],
    reads: () => ({}),
    plan: (args) => draftOf(String((args as { name?: unknown }).name)),
    looks: () => ({}),
    stateOf(args): State {
      const name = String((args as { name?: unknown }).name);
      return Object.fromEntries(
        [`${name}-1`, `${name}-2`].map((thing) => [
          thing,
          machine.things.has(thing) ? { there: true } : null,
        ]),
      );
    },
  });
}

function draftOf(name: string): DraftPlan {
  const [one, two] = [`${name}-1`, `${name}-2`];
  const none: State = { [one]: null, [two]: null };
  const half: State = { [one]: { there: true }, [two]: null };
  const both: State = { [one]: { there: true }, [two]: { there: true } };
  const step = (thing: string, leaves: State) => {
    const because = 'It is tested.';
    const parameters = { Name: thing };
    const back = { target: 'gw1', cmdlet: 'Remove-VpnS2SInterface', parameters, because };
    return { ...back, cmdlet: 'Add-VpnS2SInterface', leaves, undo: [back] };
  };
  return {
    before: none,
    after: both,
    basis: {},
    steps: [step(one, half), step(two, both)],
    touches: { tenants: [], tunnels: [], sessions: 0, prefixes: [] },
    notes: [],
  };
}

/** An approved request of its own tenant for a pair. */
export function approvedPair(id: string, name: string): ChangeRequest {
  const number = createHash('sha1').update(name).digest().readUInt16BE();
  const made = approvedRequest(id, 'gw1', number);
  const plan = sealPlan(draftOf(name), 'gw1', made.line);
  return {
    ...made,
    operation: 'add-pair',
    args: { name },
    plan,
    votes: made.votes.map((vote) => ({ ...vote, fingerprint: plan.fingerprint })),
    due: { expiry: 9e12 },
  };
}
