import type { ChangeRequest } from '../../approvals/request';
import type { Message, Text } from '../message';
import type { AuditEntry } from '../ports/audit';
import { markedLabel } from './state-label';
import { duration, plural } from './words';

/** One line for each request, in the order given. @param now in milliseconds, from which ages are counted */
export function requestList(
  requests: ChangeRequest[],
  now: number,
  title = 'Open change requests',
): Message {
  const items = requests.map(
    (request): Text => [
      { bold: request.id },
      ` ${markedLabel(request.state)} · `,
      { code: request.line },
      ` · asked by ${request.requester} ${duration(now - request.createdAt)} ago`,
    ],
  );
  return {
    summary: `${title}: ${plural(requests.length, 'request')}`,
    title: [{ bold: title }],
    blocks:
      items.length === 0 ? [{ kind: 'text', text: 'There are none.' }] : [{ kind: 'list', items }],
  };
}

/** Who did what. @param open all tenants may be spoken of where it is shown */
export function historyMessage(title: string, entries: AuditEntry[], open: boolean): Message {
  const items = entries.map((entry): Text => {
    const { words, because: plain } = entry.detail;
    const because = open && typeof words === 'string' ? words : plain;
    const when = new Date(entry.at).toISOString().slice(0, 19).replace('T', ' ');
    return `${when} UTC · ${entry.actor} · ${entry.action}${typeof because === 'string' ? ` · ${because}` : ''}`;
  });
  return {
    summary: title,
    title: [{ bold: title }],
    blocks:
      items.length === 0 ? [{ kind: 'text', text: 'There is none.' }] : [{ kind: 'list', items }],
  };
}
