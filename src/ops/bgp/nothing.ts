import type { DraftPlan, State } from '../../../approvals/plan';

/** The plan for what is so already. */
export function nothingToDo(state: State, note: string): DraftPlan {
  return {
    before: state,
    after: state,
    basis: {},
    steps: [],
    touches: { tenants: [], tunnels: [], sessions: 0, prefixes: [] },
    notes: [note],
  };
}
