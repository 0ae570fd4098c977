import { isFinal, type ChangeRequest } from '../../approvals/request';
import type { Button } from '../message';

/** What a person can do to a request as it stands. Whether this person may is asked when it is pressed. */
export function requestButtons(request: ChangeRequest): Button[] {
  const { id, state } = request;
  const button = (label: string, action: string, more: Partial<Button> = {}): Button => ({
    label,
    action,
    value: id,
    ...more,
  });
  const why = (doing: string): Pick<Button, 'reason'> => ({
    reason: {
      title: `${doing} ${id}`,
      label: 'Reason, for everybody to read',
      about: request.line,
      required: true,
    },
  });
  const cancel = button('Cancel', 'cancel');
  const undo = button('Undo', 'undo', { style: 'danger' });
  const takeBack = request.plan?.irreversible === undefined ? [undo] : [];
  const key = keyIsOffered(request) ? [button('Get the key', 'key')] : [];
  // Nobody reads the gateway, maybe for ever: a person may end it as it is.
  const release = request.unread === undefined ? [] : [button('Close', 'close', why('Close'))];
  switch (state) {
    case 'pending': {
      // A vote is for the plan on this very card.
      const value = `${id} ${request.plan?.fingerprint ?? ''}`;
      return [
        { ...button('Approve', 'approve', { style: 'primary' }), value },
        { ...button('Deny', 'deny', { style: 'danger', ...why('Deny') }), value },
        cancel,
      ];
    }
    case 'planning':
      return [cancel];
    case 'applying':
      return [cancel, ...release];
    case 'undoing':
      return release;
    case 'approved':
    case 'queued':
      return [...key, cancel];
    case 'verifying':
      return request.gates.length === 0
        ? key
        : [...key, button('Keep', 'keep', why('Keep')), ...takeBack];
    case 'unconfirmed':
      return [
        button('Keep', 'keep', { style: 'primary', ...(allHeld(request) ? {} : why('Keep')) }),
        ...key,
        ...takeBack,
      ];
    case 'stuck':
    case 'unknown':
      return [
        button('Read again', 'check'),
        ...settling(request, button, undo),
        ...key,
        button('Close', 'close', why('Close')),
      ];
    case 'kept':
      // A new request: it is planned from how the gateway is then, and voted on.
      return [...key, ...takeBack];
    default:
      return isFinal(state) ? [...key, button('Plan again', 'plan-again')] : [];
  }
}

function allHeld(request: ChangeRequest): boolean {
  return request.gates.every((gate) => gate.held);
}

/** A key is of use once the change that sets it is approved, or once the undo that set it ran. */
export function keyIsOffered(request: ChangeRequest): boolean {
  const { generatedKey, state, startedRun, tookBack } = request;
  if (generatedKey === undefined || generatedKey.shown) return false;
  if (generatedKey.offered === 'undone') return state === 'undone' && (tookBack ?? 0) > 0;
  if (startedRun > 0 && ['closed', 'stuck', 'unknown'].includes(state)) return true;
  return ['approved', 'queued', 'applying', 'verifying', 'unconfirmed', 'kept'].includes(state);
}

function settling(
  request: ChangeRequest,
  button: (label: string, action: string, more?: Partial<Button>) => Button,
  undo: Button,
): Button[] {
  const back = request.plan?.irreversible === undefined ? [undo] : [];
  switch (request.found) {
    case 'applied':
      return [button('Verify it', 'verify', { style: 'primary' }), ...back];
    case 'not-applied':
      return [button('Run again', 'run-again', { style: 'primary' })];
    case 'half':
      return [button('Run the rest', 'run-again'), ...back];
    default:
      return [];
  }
}
