import { createPresence } from '../../../src/adapters/slack/presence';
import { SlackRefusal } from '../../../src/adapters/slack/web-api';

const here = { chat: 'slack' as const, channel: 'C0MTGW' };

/** Asked in a Slack that answers so, at that time; with how often Slack was asked. */
function presenceOf(answers: (object | SlackRefusal | Error)[]) {
  const asked: unknown[] = [];
  const clock = { now: 0 };
  const call = (_method: string, body: object) => {
    asked.push(body);
    const answer = answers[asked.length - 1] ?? {};
    return answer instanceof Error ? Promise.reject(answer) : Promise.resolve(answer);
  };
  return { why: createPresence(call, () => clock.now), asked, clock };
}

const refusal = (reason: string) => new SlackRefusal('conversations.info', reason);

test.each([
  ['it was never invited', { channel: { is_member: false } }, /Type \/invite @mtgw/],
  ['the channel is private and not its own', refusal('channel_not_found'), /Type \/invite @mtgw/],
  ['the channel is archived', { channel: { is_member: true, is_archived: true } }, /archived/],
])('nothing is seen where %s', async (_why, answer, sentence) => {
  expect(await presenceOf([answer]).why(here)).toMatch(sentence);
});

test.each([
  ['the right to look is missing', refusal('missing_scope')],
  ['Slack does not answer', new Error('Slack does not answer conversations.info.')],
])('where %s, nothing is claimed', async (_why, answer) => {
  expect(await presenceOf([answer]).why(here)).toBeUndefined();
});

test('a direct conversation is not asked about', async () => {
  const { why, asked } = presenceOf([refusal('channel_not_found')]);
  expect(await why({ chat: 'slack', channel: 'D0ALICE' })).toBeUndefined();
  expect(asked).toEqual([]);
});

test('where it was a moment ago it is believed to be, and where it was not it is looked at again', async () => {
  const member = { channel: { is_member: true } };
  const { why, asked, clock } = presenceOf([refusal('channel_not_found'), member, member]);
  expect(await why(here)).toMatch(/invite/);
  expect(await why(here)).toBeUndefined();
  clock.now = 59_000;
  expect(await why(here)).toBeUndefined();
  expect(asked).toHaveLength(2);
  clock.now = 61_000;
  await why(here);
  expect(asked).toHaveLength(3);
});
