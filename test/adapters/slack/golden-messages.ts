import type { Form, Message } from '../../../src/message';
import { requestList } from '../../../src/messages/lists';
import { keyOffer, refusal } from '../../../src/messages/replies';
import { requestCard, timelineMessage } from '../../../src/messages/request-card';
import { createPeople } from '../../../src/world/people';
import { aPlan, aRequest, aVote } from '../../approvals/request-fixture';
import { card } from '../chat-contract-parts';

const people = createPeople({
  alice: { name: 'Alice', groups: ['network-engineers'] },
  bob: { name: 'Bob', groups: ['network-leads'] },
});

const pending = aRequest({
  id: 'CR-1042',
  because: 'Waiting for approval: 1 of network-leads.',
  plan: {
    ...aPlan(),
    before: { 'tunnel contoso-hq': { destination: ['198.51.100.9'], protocol: 'IKEv2' } },
    after: { 'tunnel contoso-hq': { destination: ['203.0.113.7'], protocol: 'IKEv2' } },
    notes: ['The tunnel is down for about 20 s while it connects again.'],
  },
});

const unconfirmed = aRequest({
  id: 'CR-1042',
  state: 'unconfirmed',
  votes: [aVote('bob', { chat: 'teams' })],
  gates: [
    { id: 'there', kind: 'immediate', held: true, sentence: 'The tunnel is there.', at: 0 },
    { id: 'up', kind: 'peer', held: false, sentence: 'The tunnel is not up yet.', at: 0 },
  ],
  because: 'It undoes itself at 03:40 UTC unless somebody keeps it.',
});

/** What is compared byte for byte, by the name of its file. */
export const goldenMessages: Record<string, Message> = {
  'one-of-everything': card,
  'card-pending': requestCard(pending, { people, open: true }),
  'card-unconfirmed': requestCard(unconfirmed, { people, open: true }),
  'card-unknown': requestCard(
    aRequest({
      id: 'CR-1042',
      state: 'unknown',
      found: 'half',
      because: 'The worker died in step 1 of 1; half of it is there. Decide what becomes of it.',
    }),
    { people, open: true },
  ),
  'timeline-bad': timelineMessage({ at: 0, tone: 'bad', sentence: 'Step 1 of 1 timed out.' }, true),
  refusal: refusal('There is no tenant contso. Did you mean contoso?', [
    'list-s2s tenant=contoso',
    'add-s2s tenant=contoso site=headquarters-with-a-very-long-name destination=203.0.113.7',
  ]),
  requests: requestList([pending, unconfirmed], 90_000),
  'key-offer': keyOffer('https://mtgw.contoso.example/key/AbC123'),
};

export const goldenForm: Form = {
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
      value: 'nowhere',
      error: 'nowhere is not an IPv4 address.',
    },
    { kind: 'secret', name: 'psk', label: 'Pre-shared key', required: false },
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
    { kind: 'check', name: 'generate', label: 'Generate the key for me', required: false },
  ],
};
