import { createWebChat } from '../../../src/adapters/web/chat';
import type { Platform } from '../../../src/adapters/web/platform';
import type { Form, Message } from '../../../src/message';
import type { Answer, Chat, ChatName, Inbound } from '../../../src/ports/chat';
import { silent, token } from './web-harness';

/** A card as the product's own look: plan, before and after, cmdlets, rules, buttons. */
export const planCard = (state: string, more: Partial<Message> = {}): Message => ({
  summary: `CR-1042: ${state}`,
  title: `CR-1042 Add tunnel contoso-hq: ${state}`,
  tone: 'waiting',
  blocks: [
    { kind: 'text', text: ['Asked by ', { person: 'alice' }, ' as ', { code: 'add-s2s site=hq' }] },
    {
      kind: 'fields',
      fields: [
        { label: 'Gateway', value: 'gw1 (Windows Server 2019)' },
        { label: 'Tenant', value: [{ bold: 'contoso' }, ' *all* <b>of</b> it'] },
        { label: 'Before', value: 'no tunnel contoso-hq' },
        { label: 'After', value: ['203.0.113.7, route ', { code: '10.1.0.0/24:100' }] },
        { label: 'Touches', value: '1 tenant, 1 tunnel, no session' },
      ],
    },
    {
      kind: 'code',
      text:
        'Add-VpnS2SInterface -Name contoso-hq -RoutingDomain Contoso `\n' +
        '  -Destination 203.0.113.7 -Protocol IKEv2 `\n' +
        '  -AuthenticationMethod PSKOnly -SharedSecret ******** `\n' +
        "  -IPv4Subnet '10.1.0.0/24:100'",
    },
    {
      kind: 'list',
      items: [
        ['Waits for 1 of 1 from ', { bold: 'network-leads' }],
        'The change window is open until 06:00.',
      ],
    },
    { kind: 'note', text: 'Expires in 4 h. Undo: Remove-VpnS2SInterface contoso-hq.' },
  ],
  buttons: [
    { label: 'Approve', action: 'approve', value: 'CR-1042', style: 'primary' },
    {
      label: 'Deny',
      action: 'deny',
      value: 'CR-1042',
      style: 'danger',
      reason: { title: 'Deny CR-1042', label: 'Why not?', required: true },
    },
    { label: 'Show plan', action: 'show', value: 'CR-1042' },
  ],
  ...more,
});

export const tunnelForm: Form = {
  title: 'Add a site-to-site tunnel',
  submit: 'Plan it',
  intro: ['The inventory knows no site ', { bold: 'lab' }, ' of contoso.'],
  context: 'add-s2s tenant=contoso site=lab',
  fields: [
    {
      kind: 'text',
      name: 'destination',
      label: 'Far end',
      hint: 'An IPv4 address',
      required: true,
    },
    { kind: 'text', name: 'subnets', label: 'Subnets', required: true, value: '10.3.0.0/24:100' },
    {
      kind: 'choice',
      name: 'protocol',
      label: 'Protocol',
      required: true,
      value: 'ikev2',
      options: [
        { value: 'ikev2', label: 'IKEv2' },
        { value: 'gre', label: 'GRE' },
      ],
    },
    { kind: 'secret', name: 'psk', label: 'Pre-shared key', required: false },
    { kind: 'check', name: 'generate', label: 'Generate the key for me', required: false },
  ],
};

/** A bot of a few lines, to have something on the other side of the page. */
export async function startScriptedBot(platform: Platform, name: ChatName): Promise<Chat> {
  const chat = createWebChat({ name, platformUrl: platform.url, token, log: silent });
  await chat.start((event, answer) => react(chat, event, answer));
  return chat;
}

async function react(chat: Chat, event: Inbound, answer: Answer): Promise<void> {
  if (event.kind === 'submit') {
    const { destination, psk } = event.values;
    if (destination === 'nowhere') {
      const [first, ...rest] = tunnelForm.fields;
      if (first === undefined) return;
      const wrong = { ...first, value: destination, error: 'nowhere is not an IPv4 address.' };
      return answer.form({ ...tunnelForm, fields: [wrong, ...rest] });
    }
    const got = `Planning a tunnel to ${destination}, key of ${psk?.length} characters`;
    return answer.say({ summary: got, blocks: [] });
  }
  if (event.kind === 'press') return reactToPress(chat, event);
  const [verb] = event.text.split(' ');
  if (verb === 'form') return answer.form(tunnelForm);
  if (verb === 'add-s2s') {
    await chat.post(event.where, planCard('waiting for approval'), event.id);
    return;
  }
  if (verb === 'health') {
    await chat.post(event.where, health('good', 'All is well'), `${event.id} 1`);
    await chat.post(event.where, health('warning', 'contoso-branch flaps'), `${event.id} 2`);
    await chat.post(event.where, health('bad', 'northwind-hq is down'), `${event.id} 3`);
    return;
  }
  return answer.say({
    summary: 'Here is what you may run here.',
    blocks: [
      { kind: 'text', text: 'Here is what you may run here.' },
      {
        kind: 'list',
        items: [
          [{ code: 'list-s2s' }, ' lists tunnels'],
          [{ code: 'add-s2s' }, ' adds one'],
        ],
      },
    ],
    buttons: [{ label: 'list-s2s', action: 'run', value: 'list-s2s' }],
  });
}

async function reactToPress(chat: Chat, event: Inbound & { kind: 'press' }): Promise<void> {
  if (event.action !== 'approve' && event.action !== 'deny') return;
  const done = event.action === 'approve' ? 'approved' : `denied, ${event.reason}`;
  const tone = event.action === 'approve' ? 'good' : 'bad';
  await chat.update(event.on, planCard(done, { tone, buttons: [] }));
  const thread = { chat: event.on.chat, channel: event.on.channel, thread: event.on.id };
  await chat.post(thread, { summary: `The change is ${done}.`, blocks: [] }, `${event.id} 1`);
}

const health = (tone: 'good' | 'warning' | 'bad', title: string): Message => ({
  summary: title,
  title,
  tone,
  blocks: [
    {
      kind: 'fields',
      fields: [
        { label: 'Tunnel', value: 'contoso-branch' },
        { label: 'BGP', value: '1 of 1' },
      ],
    },
    { kind: 'note', text: 'Read 12 s ago' },
  ],
});
