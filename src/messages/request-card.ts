import { decide } from '../../approvals/decide';
import type { Plan } from '../../approvals/plan';
import { type ChangeRequest, isFinal, type TimelineEntry } from '../../approvals/request';
import type { Block, Call, Message } from '../message';
import type { People } from '../world/people';
import { spoken } from '../said';
import { planBlocks } from './plan-blocks';
import { looks } from './state-label';
import { requestButtons } from './request-buttons';
import { chatLabel, sentences } from './sentences';
import { withTimes } from './with-times';

/**
 * A request as it stands: the same in both chats, and again whenever it changes.
 * @param parts open: all tenants may be spoken of where it is shown
 */
export function requestCard(
  request: ChangeRequest,
  parts: { people: People; open: boolean },
): Message {
  const { label, tone, mark } = looks[request.state];
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
    ...policyBlocks(request),
    ...gateBlocks(request, why),
    ...(request.follows === undefined
      ? []
      : [{ kind: 'note' as const, text: `Follows ${request.follows.id}.` }]),
    // Beside the buttons, because that is what they are pressed for.
    ...standingBlocks(request, why, parts.people),
  ];
  return {
    summary: `${request.id} ${label}: ${request.line}`,
    title: [{ bold: request.id }, ` ${label}`],
    tone,
    mark,
    blocks,
    buttons: requestButtons(request),
  };
}

/** What was proven, but for what the sentence beside the buttons says. */
function gateBlocks(request: ChangeRequest, why: string): Block[] {
  const gates = isOver(request)
    ? []
    : request.gates.filter(({ sentence }) => !why.includes(sentence));
  const items = gates.map(({ held, sentence }) => metText({ met: held, sentence }));
  return items.length === 0 ? [] : [{ kind: 'list', items }];
}

/** Ended without being on the gateway: what was proven and noted before the vote does not hold any more. */
function isOver(request: ChangeRequest): boolean {
  return isFinal(request.state) && request.state !== 'kept';
}

function planShown(request: ChangeRequest, plan: Plan): Plan {
  return isFinal(request.state) ? { ...plan, notes: [] } : plan;
}

function metText({ met, sentence }: { met: boolean; sentence: string }): string {
  return `${met ? '✓' : '…'} ${sentence}`;
}

/** Whose rule it is while votes count; afterwards, who approved it. */
function policyBlocks({ policy, state, votes }: ChangeRequest): Block[] {
  if (policy === undefined) return [];
  if (state === 'pending') return [{ kind: 'note', text: `Policy: ${policy.rules.join('; ')}.` }];
  const approvals = votes.filter((vote) => vote.choice === 'approve');
  if (approvals.length === 0) return [];
  const who = approvals.map((vote) => `${vote.person} (${chatLabel(vote.chat)})`).join(', ');
  return [{ kind: 'note', text: `Approved by ${who}.` }];
}

/** Why it stands as it does. While votes count that is what each group has said, and only what that leaves out besides. */
function standingBlocks(request: ChangeRequest, why: string, people: People): Block[] {
  if (request.state !== 'pending' || request.policy === undefined) return [bold(why, request)];
  const { findings } = decide(request, people);
  const said = findings.map(({ sentence }) => sentence).join(' ');
  const besides = [sentences.waitsForApproval(request.policy), said]
    .reduce((rest, known) => (rest.startsWith(known) ? rest.slice(known.length) : rest), why)
    .trim();
  const [only] = findings;
  return [
    ...(besides === '' ? [] : [bold(besides, request)]),
    ...(findings.length > 1 || only === undefined
      ? [{ kind: 'list' as const, items: findings.map(metText) }]
      : [bold(only.sentence, request)]),
  ];
}

function bold(sentence: string, { due }: ChangeRequest): Block {
  const spans = withTimes(sentence, Object.values(due));
  const text = spans.map((span) => (typeof span === 'string' ? { bold: span } : span));
  return { kind: 'text', text };
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
