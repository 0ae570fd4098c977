import { isAbsolute } from 'node:path';
import { z } from 'zod';

const port = z.int().min(0).max(65_535);

/** An address of a platform other than the public one: a sovereign cloud, or a loopback server in a test. */
const address = z.url({ protocol: /^https?$/, error: 'use an address like https://mtgw.example' });

const slackSchema = z.strictObject({
  /** The workspace (`T…`): requests of any other one are refused. */
  teamId: z.string().regex(/^T[A-Z0-9]{2,}$/, 'use the id of the workspace, like T0123ABCD'),
  apiUrl: address.exactOptional(),
});

const teamsSchema = z.strictObject({
  /** The bot's app registration in Entra. */
  appId: z.guid({ error: 'use the application (client) id, a GUID' }),
  /** The only Entra tenant whose people are heard. */
  tenantId: z.guid({ error: 'use the directory (tenant) id, a GUID' }),
  /** Where the connector is before anybody has written: it depends on the region. */
  serviceUrl: address.exactOptional(),
  /** Microsoft's services in a cloud other than the public one. */
  endpoints: z
    .strictObject({
      tokenUrl: address.exactOptional(),
      tokenScope: z.string().min(1).exactOptional(),
      openIdMetadataUrl: address.exactOptional(),
      issuer: z.string().min(1).exactOptional(),
    })
    .exactOptional(),
});

/** Microsoft's Agents Playground sends nothing that is signed: for development on one machine only. */
const playgroundSchema = z.strictObject({ playground: z.literal(true) });

/** Where what is old goes. A key is kept for a month after its change, so nothing younger than two is old. */
const archiveSchema = z.strictObject({
  file: z.string().refine(isAbsolute, 'use an absolute path, like /var/lib/mtgw/archive.jsonl'),
  keepDays: z.int().min(60).default(400),
});

/** `mtgw.yaml`: how this installation runs. Secrets are not in it, they come from the environment. */
export const botSchema = z.strictObject({
  redis: z
    .strictObject({
      url: z.string().regex(/^rediss?:\/\//, 'use an address like redis://127.0.0.1:6379'),
      prefix: z.string().regex(/^[\w.-]+$/, 'use letters, digits, . _ and -'),
    })
    .partial()
    .default({}),
  http: z
    .strictObject({ listen: z.string().min(1), port, publicUrl: address })
    .partial()
    .default({}),
  powershell: z.string().min(1).optional(),
  /** What a worker serves; all of the inventory when left out. */
  gateways: z.array(z.string()).optional(),
  archive: archiveSchema.optional(),
  log: z.enum(['silent', 'error', 'warn', 'info']).optional(),
  slack: slackSchema.optional(),
  teams: z.union([teamsSchema, playgroundSchema]).optional(),
});

export type BotFile = z.infer<typeof botSchema>;
