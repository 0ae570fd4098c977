import type { DraftPlan, State } from '../../approvals/plan';
import type { ChangeRequest } from '../../approvals/request';
import type { ChangeOperation, GateSeen, Operation } from '../ops/operation';
import { aboutOf } from './about';
import type { Records, WorkerParts } from './parts';
import { readWorld } from './read-world';

/** By the name that people type. Undefined for one of a request that an older version of the bot stored. */
export function findOperation(parts: Records, name: string): Operation | undefined {
  return parts.operations.find((operation) => operation.name === name);
}

/** The declaration that a stored request was made from. It must still exist: requests outlive upgrades. */
export function operationOf(parts: Records, request: ChangeRequest): ChangeOperation {
  const operation = findOperation(parts, request.operation);
  if (operation?.kind !== 'change') {
    throw new Error(
      `${request.id} asks for ${request.operation}, which this version of the bot does not have.`,
    );
  }
  return operation;
}

/** What the operation of a request would do now, by a reading of its gateway. @throws UserError, GatewayError */
export async function draftOf(parts: WorkerParts, request: ChangeRequest): Promise<DraftPlan> {
  const operation = operationOf(parts, request);
  const about = aboutOf(parts.inventory, request);
  const world = await readWorld(parts, about.gateway, operation.reads(request.args, about));
  return operation.plan(request.args, world, about);
}

/** What one reading shows of a request: everything here is about the same moment. */
export interface Seen {
  state: State;
  /** @throws GatewayError where what was read is not understood */
  gates(): GateSeen[];
  /** How it ended by itself, if it did; undefined where that cannot be. @throws UserError, GatewayError */
  ending(): string | undefined;
}

/** Look at what a request is about. @throws UserError, GatewayError */
export async function seenOf(parts: WorkerParts, request: ChangeRequest): Promise<Seen> {
  const operation = operationOf(parts, request);
  const about = aboutOf(parts.inventory, request);
  const { args } = request;
  const seen = await readWorld(parts, about.gateway, operation.looks(args, about));
  return {
    state: operation.stateOf(args, seen, about),
    gates: () => operation.gates?.(args, seen, about) ?? [],
    ending: () => operation.ending?.(args, seen, about),
  };
}
