import { decide } from '../../approvals/decide';
import type { Plan } from '../../approvals/plan';
import { type ChangeRequest, isFinal, type TimelineEntry } from '../../approvals/request';
import type { Block, Call, Message } from '../message';
import type { People } from '../people';
import { spoken } from '../said';
import { planBlocks } from './plan-blocks';
import { looks } from './state-label';
import { requestButtons } from './request-buttons';
import { chatLabel } from './sentences';

/**
 * A request as it stands: the same in both chats, and again whenever it changes.
 * @param parts open: all tenants may be spoken of where it is shown
 */
export function requestCard(
  request: ChangeRequest,
  parts: { people: People; open: boolean },
): Message {
  const { label, tone } = looks[request.state];
  const why = spoken({ sentence: request.because, words: request.words }, parts.open);
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
    ...(request.plan === undefined ? [] : planBlocks(planShown(request, request.plan))),
    ...approvalBlocks(request, parts.people),
    ...(request.gates.length === 0 || isOver(request)
      ? []
      : [{ kind: 'list' as const, items: request.gates.map(gateText) }]),
    ...(request.follows === undefined
      ? []
      : [{ kind: 'note' as const, text: `Follows ${request.follows.id}.` }]),
    // Beside the buttons, because that is what they are pressed for.
    { kind: 'text', text: [{ bold: why }] },
  ];
  return {
    summary: `${request.id} ${label}: ${request.line}`,
    title: [{ bold: request.id }, ` ${label}`],
    tone: request.state === 'closed' && request.plan === undefined ? 'neutral' : tone,
    blocks,
    buttons: requestButtons(request),
  };
}

/** Ended without being on the gateway: what was proven and noted before the vote does not hold any more. */
function isOver(request: ChangeRequest): boolean {
  return isFinal(request.state) && request.state !== 'kept';
}

function planShown(request: ChangeRequest, plan: Plan): Plan {
  return isFinal(request.state) ? { ...plan, notes: [] } : plan;
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

/**
 * A line of its story.
 * @param open all tenants may be spoken of where it is said
 * @param calls whose turn it is by that line, in the chat where it is said
 */
export function timelineMessage(entry: TimelineEntry, open: boolean, calls: Call[] = []): Message {
  const sentence = spoken(entry, open);
  return {
    summary: sentence,
    tone: entry.tone,
    blocks: [{ kind: 'text', text: sentence }],
    ...(calls.length === 0 ? {} : { calls }),
  };
}
