import { z } from 'zod';
import { number } from '../cim-fields';
import type { Part, Reading } from '../reading';
import { readRows } from '../rows';
import { sameName } from '../same-name';
import type { Tunnel } from './s2s';

const capacitySchema = z.looseObject({ CapacityKbps: number });

/** How much the gateway says that it can carry, in Kbps; undefined where it does not say. */
export const capacity: Reading<number | undefined> = {
  cmdlet: 'Get-RemoteAccess',
  parameters: {},
  as(rows, gateway) {
    const from = { gateway, cmdlet: 'Get-RemoteAccess', name: 'Name' };
    return readRows(capacitySchema, rows, from).rows[0]?.CapacityKbps || undefined;
  },
};

const directions = [
  ['txKbps', 'out'],
  ['rxKbps', 'in'],
] as const;

/**
 * What a limit means beside what the gateway says that it can carry (runbook S3.1). It is a note and no refusal: whether
 * all tunnels need theirs at once is for people to know.
 */
export function capacityNotes(
  limit: Tunnel['limit'],
  name: string,
  tunnels: readonly Tunnel[],
  { gateway, can }: { gateway: string; can: Part<number | undefined> | undefined },
): string[] {
  if (limit === undefined) return [];
  const most = can?.read ? can.found : undefined;
  if (most === undefined) {
    return [
      `${gateway} does not say how much it can carry (Get-RemoteAccess), so the limits are not compared with that.`,
    ];
  }
  const others = tunnels.filter((other) => other.enabled && !sameName(other.name, name));
  return directions.flatMap(([direction, word]) => {
    const asked = limit[direction];
    if (asked > most) {
      return [
        `${asked} Kbps ${word} is more than all of ${gateway} can carry: its capacity is ${most} Kbps.`,
      ];
    }
    const all = others.reduce((sum, other) => sum + (other.limit?.[direction] ?? 0), asked);
    return all > most
      ? [
          `With this the limits of all tunnels of ${gateway} come to ${all} Kbps ${word}, and its capacity is ${most} Kbps: not all can have theirs at once.`,
        ]
      : [];
  });
}
