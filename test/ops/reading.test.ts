import { GatewayError } from '../../src/errors';
import {
  callsOf,
  commandsOf,
  type Reading,
  type Readings,
  tried,
  type World,
  worldOf,
} from '../../src/ops/reading';

const reading = (cmdlet: string, parameters: Reading<string>['parameters'] = {}) => ({
  cmdlet,
  parameters,
  as: (rows: unknown[], machine: string) => `${cmdlet} ${machine} ${JSON.stringify(rows)}`,
});
const failing = { read: false, reached: true, why: 'Access is denied', errorId: 'x' } as const;
const rows = (...found: string[]) => ({ read: true, found }) as const;

/** Every call answers its own number. */
function worldFrom<R extends Readings>(readings: R): World<R> {
  const attempts = callsOf(readings).map((_, at) => rows(String(at)));
  return worldOf(readings, 'gw1', attempts, ({ cmdlet }) => new Error(`${cmdlet} failed`));
}

describe('readings', () => {
  it('are sent in the order in which they are named, alone, in groups and in lists of groups', () => {
    const readings = {
      b: reading('Get-B'),
      none: undefined,
      group: { c: tried(reading('Get-C')), a: reading('Get-A') },
      list: [{ d: reading('Get-D') }, { d: reading('Get-E') }],
    };
    expect(callsOf(readings).map(({ cmdlet }) => cmdlet)).toEqual([
      'Get-B',
      'Get-C',
      'Get-A',
      'Get-D',
      'Get-E',
    ]);
    expect(worldFrom(readings)).toEqual({
      b: 'Get-B gw1 ["0"]',
      none: undefined,
      group: { c: { read: true, found: 'Get-C gw1 ["1"]' }, a: 'Get-A gw1 ["2"]' },
      list: [{ d: 'Get-D gw1 ["3"]' }, { d: 'Get-E gw1 ["4"]' }],
    });
  });

  it('that ask the same are sent once, and each makes its own of the answer', () => {
    const whole = { ...reading('Get-A'), as: (found: unknown[]) => found.length };
    const readings = { text: reading('Get-A'), whole, other: reading('Get-A', { Name: 'x' }) };
    expect(commandsOf(callsOf(readings))).toEqual([
      { cmdlet: 'Get-A', parameters: {} },
      { cmdlet: 'Get-A', parameters: { Name: 'x' } },
    ]);
    expect(worldFrom(readings)).toEqual({
      text: 'Get-A gw1 ["0"]',
      whole: 1,
      other: 'Get-A gw1 ["1"]',
    });
  });

  it('of which one fails that cannot be done without make no world', () => {
    const readings = { a: reading('Get-A'), b: reading('Get-B') };
    const made = () =>
      worldOf(
        readings,
        'gw1',
        [rows('1'), failing],
        (of, { why }) => new Error(`${of.cmdlet}: ${why}`),
      );
    expect(made).toThrow('Get-B: Access is denied');
  });

  it('to do without say why there is nothing: an error, an answer that is not understood, no answer', () => {
    const odd: Reading<string> = {
      ...reading('Get-B'),
      as() {
        throw new GatewayError('It has no Name.', { target: 'gw1', errorId: 'not-understood' });
      },
    };
    const readings = { a: tried(reading('Get-A')), b: tried(odd), c: tried(reading('Get-C')) };
    const made = worldOf(readings, 'gw1', [failing, rows('1')], () => new Error('not reached'));
    expect(made).toEqual({
      a: failing,
      b: { read: false, reached: true, why: 'It has no Name.', errorId: 'not-understood' },
      c: { read: false, reached: false, why: 'gw1 was not asked.', errorId: 'died' },
    });
  });

  it('whose understanding has a fault of ours are not called unread', () => {
    const broken: Reading<string> = {
      ...reading('Get-A'),
      as() {
        throw new TypeError('a slip');
      },
    };
    expect(() => worldFrom({ a: tried(broken) })).toThrow('a slip');
  });
});
