import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Answer, Inbound } from '../../src/ports/chat';
import type { Message } from '../../src/message';
import type { ChatHarness } from './chat-harness';

export interface Heard {
  event: Inbound;
  answer: Answer;
}

/** Start the harness' adapter and collect what it delivers. */
export async function listen(
  harness: ChatHarness,
  also: (heard: Heard) => Promise<void> = async () => undefined,
): Promise<Heard[]> {
  const heard: Heard[] = [];
  await harness.chat.start(async (event, answer) => {
    heard.push({ event, answer });
    await also({ event, answer });
  });
  return heard;
}

/** Wait until it holds; fails with what was seen last. */
export async function eventually<T>(look: () => T | Promise<T>, holds: (seen: T) => boolean) {
  const until = Date.now() + 8000;
  for (;;) {
    const seen = await look();
    if (holds(seen)) return seen;
    if (Date.now() > until) throw new Error(`It did not come to hold: ${JSON.stringify(seen)}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

/** Let the adapter begin what it acknowledged: it does so a few turns of the event loop later. */
export async function begun(): Promise<void> {
  for (let turn = 0; turn < 10; turn++) await nextTurn();
}

export const plain = (summary: string): Message => ({ summary, blocks: [] });

/** One of everything. */
export const card: Message = {
  summary: 'CR-1042 waits for approval',
  title: ['Add tunnel ', { bold: 'contoso-hq' }],
  tone: 'waiting',
  blocks: [
    { kind: 'text', text: ['Asked by ', { person: 'alice' }, ' with ', { code: 'add-s2s' }] },
    { kind: 'fields', fields: [{ label: 'Gateway', value: 'gw1' }] },
    { kind: 'code', text: 'Add-VpnS2SInterface `\n  -Name contoso-hq' },
    { kind: 'list', items: ['one approver is missing', 'the window is open'] },
    { kind: 'text', text: ['Fetch it at ', { link: 'https://mtgw.example/key/1' }] },
    { kind: 'note', text: 'Expires in 4 h.' },
  ],
  buttons: [
    { label: 'Approve', action: 'approve', value: 'CR-1042 v3', style: 'primary' },
    {
      label: 'Deny',
      action: 'deny',
      value: 'CR-1042 v3',
      style: 'danger',
      reason: {
        title: 'Deny CR-1042',
        label: 'Why?',
        about: 'add-s2s tenant=contoso',
        required: true,
      },
    },
  ],
};
