import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { CATALOGUE_FILE } from './assets';

const file = z.object({
  cmdlets: z.record(
    z.string(),
    z.object({
      module: z.string(),
      supportsShouldProcess: z.boolean().default(false),
      promptsUnlessForced: z.boolean().default(false),
      parameters: z.record(z.string(), z.object({ type: z.string() })),
      parameterSets: z.array(
        z.object({
          parameters: z.record(z.string(), z.object({ mandatory: z.boolean().default(false) })),
        }),
      ),
    }),
  ),
});

/** What the guard knows of one cmdlet; data/README.md describes the file. */
export type CmdletFacts = z.infer<typeof file>['cmdlets'][string];
export type Catalogue = ReadonlyMap<string, CmdletFacts>;

let loaded: Catalogue | undefined;

/**
 * What the guard knows of every cmdlet, from a file that a process reads once.
 * @throws ZodError when it is not well formed
 */
export function readCatalogue(): Catalogue {
  loaded ??= new Map(
    Object.entries(file.parse(JSON.parse(readFileSync(CATALOGUE_FILE, 'utf8'))).cmdlets),
  );
  return loaded;
}

/** Those of its cmdlets alone. */
export function narrowed(catalogue: Catalogue, only: readonly string[]): Catalogue {
  return new Map([...catalogue].filter(([name]) => only.includes(name)));
}
