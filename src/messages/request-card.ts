import { decide } from '../../approvals/decide';
import type { ChangeRequest, RequestState, TimelineEntry } from '../../approvals/request';
import type { Block, Message, Tone } from '../message';
import type { People } from '../people';
import { planBlocks } from './plan-blocks';
import { requestButtons } from './request-buttons';
import { chatLabel } from './sentences';

const looks: Record<RequestState, { label: string; tone: Tone }> = {
  planning: { label: 'Planning', tone: 'neutral' },
  pending: { label: 'Waiting for approval', tone: 'waiting' },
  approved: { label: 'Approved', tone: 'waiting' },
  queued: { label: 'Queued', tone: 'waiting' },
  applying: { label: 'Applying', tone: 'waiting' },
  verifying: { label: 'Verifying', tone: 'waiting' },
  unconfirmed: { label: 'Done, waiting for Keep', tone: 'waiting' },
  kept: { label: 'Kept', tone: 'good' },
  undoing: { label: 'Undoing', tone: 'warning' },
  undone: { label: 'Undone', tone: 'warning' },
  stuck: { label: 'Stuck: a person must look', tone: 'bad' },
  unknown: { label: 'Unknown: a person must look', tone: 'bad' },
  closed: { label: 'Closed', tone: 'neutral' },
  denied: { label: 'Denied', tone: 'bad' },
  cancelled: { label: 'Cancelled', tone: 'neutral' },
  expired: { label: 'Expired', tone: 'warning' },
  stale: { label: 'Stale', tone: 'warning' },
};

export function stateLabel(state: RequestState): string {
  return looks[state].label;
}

/** A request as it stands: the same in both chats, and again whenever it changes. */
export function requestCard(request: ChangeRequest, parts: { people: People }): Message {
  const { label, tone } = looks[request.state];
  const blocks: Block[] = [
    { kind: 'code', text: request.line },
    {
      kind: 'fields',
      fields: [
        { label: 'Gateway', value: request.gateway },
        ...(request.tenant === undefined ? [] : [{ label: 'Tenant', value: request.tenant }]),
        { label: 'Asked by', value: [{ person: request.requester }] },
        { label: 'Asked in', value: `${chatLabel(request.home.chat)} #${request.home.channel}` },
      ],
    },
    { kind: 'text', text: request.because },
    ...(request.plan === undefined ? [] : planBlocks(request.plan)),
    ...approvalBlocks(request, parts.people),
    ...(request.gates.length === 0
      ? []
      : [{ kind: 'list' as const, items: request.gates.map(gateText) }]),
    ...(request.follows === undefined
      ? []
      : [{ kind: 'note' as const, text: `Follows ${request.follows.id}.` }]),
  ];
  return {
    summary: `${request.id} ${label}: ${request.line}`,
    title: [{ bold: request.id }, ` ${label}`],
    tone: request.state === 'closed' && request.plan === undefined ? 'neutral' : tone,
    blocks,
    buttons: requestButtons(request),
  };
}

function gateText(gate: ChangeRequest['gates'][number]): string {
  return `${gate.held ? '✓' : '…'} ${gate.sentence}`;
}

/** Why it waits: every rule's finding, met or not, while votes count. */
function approvalBlocks(request: ChangeRequest, people: People): Block[] {
  if (request.policy === undefined) return [];
  const rules: Block = { kind: 'note', text: `Policy: ${request.policy.rules.join('; ')}.` };
  if (request.state !== 'pending') {
    const approvals = request.votes.filter((vote) => vote.choice === 'approve');
    if (approvals.length === 0) return [];
    const who = approvals.map((vote) => `${vote.person} (${chatLabel(vote.chat)})`).join(', ');
    return [{ kind: 'note', text: `Approved by ${who}.` }];
  }
  const { findings } = decide(request, people);
  const items = findings.map((finding) => `${finding.met ? '✓' : '…'} ${finding.sentence}`);
  return [{ kind: 'list', items }, rules];
}

export function timelineMessage(entry: TimelineEntry): Message {
  return {
    summary: entry.sentence,
    tone: entry.tone,
    blocks: [{ kind: 'text', text: entry.sentence }],
  };
}
