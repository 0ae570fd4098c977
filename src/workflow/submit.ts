import type { SecretRef } from '../../approvals/plan';
import type { ChangeRequest } from '../../approvals/request';
import { UserError } from '../errors';
import { findTenant } from '../world/inventory';
import { sentences } from '../messages/sentences';
import type { ChangeOperation, Operation, StoredArgs } from '../ops/operation';
import type { Person } from '../world/people';
import type { Place } from '../ports/chat';
import { requireChannel, requireRequester } from './authorize';
import type { Records } from './parts';
import { type Given, isSecretRef, sealSecrets } from './secrets';
import { twinOf } from './twin';

/** A change as a person asked for it: checked texts, nothing missing. */
export interface Asked {
  operation: ChangeOperation;
  /** The canonical line; no secret is in it. */
  line: string;
  texts: Record<string, string>;
  /** The typed values, once every secret has a reference. */
  parse(secrets: Record<string, SecretRef>): StoredArgs;
  /** Typed in a form; sealed here, and nowhere else from here on. */
  secrets: Given;
  person: Person;
  where: Place;
  follows?: ChangeRequest['follows'];
}

/** How long planning may take before it is given up, in milliseconds. */
const planningMs = 60_000;

/**
 * Make a change request and have it planned. From here on the records carry it.
 * @throws UserError when this person may not, or not here; UnavailableError when it could not be written
 */
export async function submit(parts: Records, asked: Asked): Promise<ChangeRequest> {
  const { operation, line, texts, person, where } = asked;
  const [problem] = parts.unsafe();
  if (problem !== undefined) {
    throw new UserError(`No change is taken, because it could be lost: ${problem}`);
  }
  const tenant = texts['tenant'];
  const gateway = gatewayOf(parts, operation, texts);
  const policy = requireRequester(parts, person, operation, { tenant, gateway });
  const channel = requireChannel(parts, where, operation, tenant);
  if (policy === undefined || channel === undefined) {
    throw new Error(`${operation.name} is a change, but no policy or no channel holds it.`);
  }
  // A key that was typed now is no secret reference yet, and makes it another change.
  const isKeyed = Object.keys(asked.secrets.typed).length > 0;
  const twin = isKeyed ? undefined : await twinOf(parts, { line, gateway, args: {} });
  if (twin !== undefined) {
    throw new UserError(sentences.asksTheSame(twin), [`show-request ${twin.id}`]);
  }
  const id = await parts.store.nextId();
  const refs = await sealSecrets(parts, operation, { id, texts, policy }, asked.secrets);
  const made = Object.values(refs).find((ref) => ref.origin === 'made');
  const now = parts.clock.now();
  const because = sentences.reading(gateway);
  const request = await parts.store.create(
    {
      id,
      version: 1,
      state: 'planning',
      stateSince: now,
      createdAt: now,
      line,
      operation: operation.name,
      args: asked.parse(refs),
      gateway,
      tenant,
      risk: operation.risk,
      requester: person.id,
      home: { chat: where.chat, channel },
      votes: [],
      run: 0,
      startedRun: 0,
      done: 0,
      gates: [],
      because,
      timeline: [],
      due: { planning: now + planningMs },
      ...(made && operation.offersKey
        ? { generatedKey: { secret: made.secret, shown: false, offered: operation.offersKey } }
        : {}),
      ...(asked.follows ? { follows: asked.follows } : {}),
    },
    {
      at: now,
      actor: person.id,
      action: 'request.created',
      request: id,
      detail: {
        line,
        gateway,
        tenant,
        chat: where.chat,
        channel,
        ...(asked.follows ? { follows: asked.follows.id } : {}),
      },
    },
  );
  try {
    await parts.queue.enqueuePlan(gateway, id);
  } catch (error) {
    parts.log.warn({ request: id, err: error }, 'not planned yet; the reconciler sees to it');
  }
  return request;
}

/** The gateway that a request is about: said, or the tenant's. */
export function gatewayOf(
  parts: Pick<Records, 'inventory'>,
  operation: Operation,
  texts: Record<string, string>,
): string {
  if (texts['gateway'] !== undefined) return texts['gateway'];
  const tenant =
    texts['tenant'] === undefined ? undefined : findTenant(parts.inventory, texts['tenant']);
  if (tenant !== undefined) return tenant.gateway;
  const gateways = Object.keys(parts.inventory.gateways);
  throw new UserError(
    `Say where: tenant=<name> or gateway=<name>.`,
    operation.args['gateway'] ? gateways.map((name) => `${operation.name} gateway=${name}`) : [],
  );
}

/** The texts that would ask for the same again; secrets are asked or made anew. */
export function textsOf(operation: Operation, request: ChangeRequest): Record<string, string> {
  return Object.fromEntries(
    Object.entries(operation.args).flatMap(([name, arg]) => {
      const value = request.args[name];
      return value === undefined || value === null || isSecretRef(value)
        ? []
        : [[name, arg.format(value)]];
    }),
  );
}

/** The sealed values that a request has, by argument. */
export function secretsOf(request: ChangeRequest): Record<string, SecretRef> {
  return Object.fromEntries(
    Object.entries(request.args).flatMap(([name, value]) =>
      isSecretRef(value) ? [[name, value]] : [],
    ),
  );
}
