import fc from 'fast-check';
import {
  advance,
  holdScope,
  holdsWhatItTouches,
  IllegalMoveError,
  isFinal,
  isLeftToPerson,
  legalMoves,
  type RequestState,
} from '../../approvals/request';
import { aRequest } from './request-fixture';

const states = Object.keys(legalMoves) as RequestState[];

/** The table of the design, written a second time on purpose: who changes one must mean it. */
const design: Record<RequestState, string> = {
  planning: 'pending closed cancelled',
  pending: 'approved denied expired cancelled stale',
  approved: 'queued pending cancelled expired stale',
  queued: 'applying approved pending cancelled expired stale',
  applying: 'verifying undoing approved stuck unknown closed',
  verifying: 'unconfirmed kept undoing stuck unknown',
  unconfirmed: 'kept undoing stuck',
  undoing: 'undone stuck unknown closed',
  stuck: 'applying verifying undoing closed',
  unknown: 'applying verifying undoing closed',
  kept: '',
  undone: '',
  closed: '',
  denied: '',
  cancelled: '',
  expired: '',
  stale: '',
};

describe('the states of a change request', () => {
  it.each(states)('%s may become what the design says, and nothing else', (state) => {
    const wanted = design[state].split(' ').filter(Boolean).toSorted();
    expect(Object.keys(legalMoves[state]).toSorted()).toEqual(wanted);
  });

  it('stuck and unknown are left to a person, and nothing else is', () => {
    expect(states.filter(isLeftToPerson)).toEqual(['stuck', 'unknown']);
  });

  it('every move that the table lacks is refused, whoever makes it', () => {
    for (const from of states) {
      for (const to of states) {
        if (legalMoves[from][to] !== undefined) continue;
        for (const by of ['automatic', 'person'] as const) {
          expect(() => advance(aRequest({ state: from }), to, by, 1)).toThrow(IllegalMoveError);
        }
      }
    }
  });

  it('only a person settles what is stuck or unknown', () => {
    for (const from of ['stuck', 'unknown'] as const) {
      for (const to of Object.keys(legalMoves[from]) as RequestState[]) {
        expect(() => advance(aRequest({ state: from }), to, 'automatic', 1)).toThrow(/a person/);
        expect(advance(aRequest({ state: from }), to, 'person', 1).state).toBe(to);
      }
    }
  });

  it('only the bot approves, queues and applies; only a person denies and keeps what waits for Keep', () => {
    expect(() => advance(aRequest({ state: 'pending' }), 'approved', 'person', 1)).toThrow(/bot/);
    expect(() => advance(aRequest({ state: 'queued' }), 'applying', 'person', 1)).toThrow(/bot/);
    expect(() => advance(aRequest({ state: 'pending' }), 'denied', 'automatic', 1)).toThrow();
    expect(() => advance(aRequest({ state: 'unconfirmed' }), 'kept', 'automatic', 1)).toThrow();
  });

  it('whatever moves are tried, a final state is never left', () => {
    const tries = fc.array(fc.tuple(fc.constantFrom(...states), fc.boolean()), { maxLength: 60 });
    fc.assert(
      fc.property(tries, (moves) => {
        let request = aRequest({ state: 'planning' });
        for (const [to, person] of moves) {
          const before = request.state;
          try {
            request = advance(request, to, person ? 'person' : 'automatic', 1);
          } catch (error) {
            expect(error).toBeInstanceOf(IllegalMoveError);
          }
          if (isFinal(before)) expect(request.state).toBe(before);
        }
      }),
    );
  });

  it('a change holds what it touches from queued until its end', () => {
    const held = states.filter(holdsWhatItTouches).toSorted();
    expect(held).toEqual(
      ['queued', 'applying', 'verifying', 'unconfirmed', 'undoing', 'stuck', 'unknown'].toSorted(),
    );
    expect(held.filter(isFinal)).toEqual([]);
  });

  it('a tenant-level change holds its tenant, a gateway-level change the whole gateway', () => {
    expect(holdScope(aRequest())).toEqual({ gateway: 'gw1', tenant: 'contoso' });
    expect(holdScope(aRequest({ risk: 'gateway' }))).toEqual({ gateway: 'gw1', tenant: '*' });
    expect(holdScope(aRequest({ tenant: undefined }))).toEqual({ gateway: 'gw1', tenant: '*' });
  });
});
