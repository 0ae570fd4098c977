import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { packageRoot } from '../package-root';
import { type WindowsVersion, windowsVersions } from './versions';

const version = z.enum(windowsVersions);
const byVersion = <T>(value: z.ZodType<T>) => z.partialRecord(version, value);
const sets = z.array(
  z.object({
    parameters: z.record(z.string(), z.object({ mandatory: z.boolean().default(false) })),
  }),
);

const file = z.object({
  cmdlets: z.record(
    z.string(),
    z.object({
      module: z.string(),
      versions: z.array(version),
      supportsShouldProcess: z.boolean().default(false),
      promptsUnlessForced: z.boolean().default(false),
      parameters: z.record(
        z.string(),
        z.object({
          type: z.string(),
          acceptedValues: z.array(z.string()).optional(),
          acceptedValuesByVersion: byVersion(z.array(z.string())).optional(),
        }),
      ),
      parameterSets: sets,
      parameterSetsByVersion: byVersion(sets).optional(),
    }),
  ),
});

/** What is known of one cmdlet; data/README.md describes the file. */
export type CmdletFacts = z.infer<typeof file>['cmdlets'][string];
export type Catalogue = ReadonlyMap<string, CmdletFacts>;

let loaded: Catalogue | undefined;

/**
 * What is known of every cmdlet, from a file that a process reads once.
 * @throws ZodError when it is not well formed
 */
export function readCatalogue(): Catalogue {
  const path = join(packageRoot, 'data', 'cmdlets.json');
  loaded ??= new Map(Object.entries(file.parse(JSON.parse(readFileSync(path, 'utf8'))).cmdlets));
  return loaded;
}

/** Those of its cmdlets alone. */
export function narrowed(catalogue: Catalogue, only: readonly string[]): Catalogue {
  return new Map([...catalogue].filter(([name]) => only.includes(name)));
}

/** Which parameters may be used together in that version, and which of them must be. */
export function setsIn(facts: CmdletFacts, of: WindowsVersion): CmdletFacts['parameterSets'] {
  return facts.parameterSetsByVersion?.[of] ?? facts.parameterSets;
}

/** What a parameter takes in that version; undefined where it takes anything of its type. */
export function valuesIn(
  facts: CmdletFacts,
  parameter: string,
  of: WindowsVersion,
): readonly string[] | undefined {
  const known = facts.parameters[parameter];
  return known?.acceptedValuesByVersion?.[of] ?? known?.acceptedValues;
}
