import type { Command, PsErrorRecord, PsValue } from '../../src/ports/shells';

/** A cmdlet's own refusal, as PowerShell would hand it over. */
export class MachineError extends Error {
  override readonly name = 'MachineError';
  readonly record: PsErrorRecord;
  constructor(errorId: string, message: string) {
    super(message);
    this.record = { errorId, category: 'NotSpecified', message, terminating: true };
  }
}

/** A machine with things on it, each of which belongs to a tenant. */
export interface MemoryMachine {
  readonly name: string;
  /** Run one cmdlet: `Add-Thing`, `Remove-Thing`, or `Get-Thing`. @throws MachineError */
  perform(command: Command): PsValue[];
  /** What is there in truth, whatever a reading shows. */
  has(thing: string): boolean;
  /** The next change is accepted at once, and readings show it so many milliseconds later. */
  lagNext(ms: number): void;
  /** It answers nobody for so long. */
  goAway(ms: number): void;
  isAway(): boolean;
}

interface Thing {
  tenant: string;
  /** When readings begin to show it, and when its far end answers. */
  shownFrom: number;
}

const farEndMs = 4_000;

/** A gateway in memory: cmdlets change what is there, readings may lag behind. */
export function memoryMachine(name: string, now: () => number): MemoryMachine {
  const things = new Map<string, Thing>();
  const goneUntil = new Map<string, Thing & { until: number }>();
  let lag = 0;
  let awayUntil = 0;

  const takeLag = () => {
    const ms = lag;
    lag = 0;
    return ms;
  };

  function add(thing: string, tenant: string): PsValue[] {
    if (things.has(thing)) throw new MachineError('904,Add-Thing', `${thing} exists already.`);
    things.set(thing, { tenant, shownFrom: now() + takeLag() });
    return [];
  }

  function remove(thing: string): PsValue[] {
    const there = things.get(thing);
    if (there === undefined) throw new MachineError('905,Remove-Thing', `${thing} does not exist.`);
    things.delete(thing);
    goneUntil.set(thing, { ...there, until: now() + takeLag() });
    return [];
  }

  function list(tenant: string): PsValue[] {
    const shown = [...things].filter(([, thing]) => thing.shownFrom <= now());
    const lingering = [...goneUntil].filter(
      ([thing, { until }]) => until > now() && !things.has(thing),
    );
    return [...shown, ...lingering].flatMap(([thing, at]) =>
      at.tenant === tenant ? [{ Name: thing, Up: now() >= at.shownFrom + farEndMs }] : [],
    );
  }

  return {
    name,
    perform({ cmdlet, parameters }) {
      const [thing, tenant] = [wordOf(parameters['Name']), wordOf(parameters['Tenant'])];
      if (cmdlet === 'Add-Thing') return add(thing, tenant);
      if (cmdlet === 'Remove-Thing') return remove(thing);
      if (cmdlet === 'Get-Thing') return list(tenant);
      throw new MachineError('CommandNotFoundException', `${cmdlet} is not known on ${name}.`);
    },
    has: (thing) => things.has(thing),
    lagNext(ms) {
      lag = ms;
    },
    goAway(ms) {
      awayUntil = now() + ms;
    },
    isAway: () => now() < awayUntil,
  };
}

/** A parameter that is a word; anything else is none. */
export function wordOf(value: Command['parameters'][string] | undefined): string {
  return typeof value === 'string' ? value : '';
}
