import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse, stringify } from 'yaml';

/** A copy of a configuration directory in which some gateways are reached another way. */
export function copyWithTargets(
  from: string,
  to: string,
  targets: Readonly<Record<string, Record<string, unknown>>>,
): string {
  cpSync(from, to, { recursive: true });
  const file = join(to, 'inventory.yaml');
  const inventory = parse(readFileSync(file, 'utf8')) as {
    gateways: Record<string, { target: Record<string, unknown> }>;
  };
  for (const [name, target] of Object.entries(targets)) {
    const gateway = inventory.gateways[name];
    if (gateway === undefined) throw new Error(`The sandbox has no gateway ${name}.`);
    gateway.target = target;
  }
  writeFileSync(file, stringify(inventory));
  return to;
}
