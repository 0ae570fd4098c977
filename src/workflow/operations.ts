import type { ChangeRequest } from '../../approvals/request';
import type { ChangeOperation, Operation } from '../ops/operation';
import { createReadContext } from './context';
import type { Records, WorkerParts } from './parts';

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

/** A request's operation with its eyes on the gateway and its arguments. */
export function inContext(parts: WorkerParts, request: ChangeRequest) {
  const operation = operationOf(parts, request);
  const context = createReadContext(parts, request);
  const { args } = request;
  return {
    plan: () => operation.plan(args, context),
    observe: () => operation.observe(args, context),
    gates: () => operation.gates?.(args) ?? [],
    /** How it ended by itself; undefined where that cannot be. */
    ending: async () => operation.ending?.(args, context),
    context,
  };
}
