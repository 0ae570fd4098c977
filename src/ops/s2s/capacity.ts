import { z } from 'zod';
import { number } from '../cim-fields';
import type { ReadCommand, ReadContext } from '../operation';
import { readRows } from '../rows';
import { sameName } from '../same-name';
import type { Tunnel } from './s2s';

const readCapacity: ReadCommand = { cmdlet: 'Get-RemoteAccess', parameters: {} };
const capacitySchema = z.looseObject({ CapacityKbps: number });

const directions = [
  ['txKbps', 'out'],
  ['rxKbps', 'in'],
] as const;

/**
 * What a limit means beside what the gateway says that it can carry (runbook S3.1). It is a note and no refusal: whether
 * all tunnels need theirs at once is for people to know.
 */
export async function capacityNotes(
  limit: Tunnel['limit'],
  name: string,
  tunnels: readonly Tunnel[],
  context: ReadContext,
): Promise<string[]> {
  if (limit === undefined) return [];
  const gateway = context.gateway.name;
  const capacity = await capacityOf(context);
  if (capacity === undefined) {
    return [
      `${gateway} does not say how much it can carry (Get-RemoteAccess), so the limits are not compared with that.`,
    ];
  }
  const others = tunnels.filter((other) => other.enabled && !sameName(other.name, name));
  return directions.flatMap(([direction, word]) => {
    const asked = limit[direction];
    if (asked > capacity) {
      return [
        `${asked} Kbps ${word} is more than all of ${gateway} can carry: its capacity is ${capacity} Kbps.`,
      ];
    }
    const all = others.reduce((sum, other) => sum + (other.limit?.[direction] ?? 0), asked);
    return all > capacity
      ? [
          `With this the limits of all tunnels of ${gateway} come to ${all} Kbps ${word}, and its capacity is ${capacity} Kbps: not all can have theirs at once.`,
        ]
      : [];
  });
}

/** Undefined where the gateway does not say, or may not be asked: nothing else depends on it. */
async function capacityOf(context: ReadContext): Promise<number | undefined> {
  const [attempt] = await context.attempt([readCapacity]);
  if (attempt === undefined || !attempt.read) return undefined;
  const from = { gateway: context.gateway.name, cmdlet: readCapacity.cmdlet, name: 'Name' };
  const [row] = readRows(capacitySchema, attempt.rows, from).rows;
  return row === undefined || row.CapacityKbps === 0 ? undefined : row.CapacityKbps;
}
