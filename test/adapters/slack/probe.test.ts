import { probeSlack, type SlackNames } from '../../../src/adapters/slack/probe';
import { createSentLog } from '../../../src/sandbox/loopback/sent-log';
import { teamId } from '../../../src/sandbox/loopback/slack/cast';
import { type LoopbackSlack, startLoopbackSlack } from '../../../src/sandbox/loopback/slack/slack';
import { botToken, collectingLog, members, signingSecret } from './slack-harness';

let slack: LoopbackSlack;
afterEach(() => slack.close());

const channels = [
  { name: 'netops', id: 'C0NETOPS' },
  { name: 'contoso', id: 'C0CONTOSO', lacksBot: true },
  { name: 'fabrikam', id: 'C0FABRIKAM', isArchived: true },
  { name: 'secret', id: 'G0SECRET', isPrivate: true, lacksBot: true },
];

async function found(names: Partial<SlackNames>, scopes?: string[]): Promise<string[]> {
  slack = await startLoopbackSlack({
    members: [...members, { name: 'gone', id: 'U0GONE', isDeactivated: true }],
    channels,
    sent: createSentLog(),
    eventsUrl: () => undefined,
    signingSecret,
    botToken,
    ...(scopes === undefined ? {} : { scopes }),
  });
  const options = { botToken, signingSecret, teamId, apiUrl: slack.url, log: collectingLog([]) };
  const findings = await probeSlack(options, { channels: [], people: [], ...names });
  return findings.slice(1).map(({ is, sentence }) => `${is} ${sentence}`);
}

it('says in which channels the bot is, and what is wrong with each other one', async () => {
  const nowhere = { name: 'nowhere', id: 'C0NOWHERE' };
  expect(await found({ channels: [...channels, nowhere] })).toEqual([
    'ok The bot is in its channels: netops.',
    'bad contoso (C0CONTOSO): the bot is not in #contoso, so nothing can be posted there. Say there: /invite @mtgw',
    'bad fabrikam (C0FABRIKAM): is archived, so nothing can be posted there. Name another one.',
    expect.stringMatching(/^bad secret \(G0SECRET\): .* a private one that the bot is not in/),
    expect.stringMatching(/^bad nowhere \(C0NOWHERE\): Slack knows no such channel/),
  ]);
});

it('says which people are members', async () => {
  const people = [
    { name: 'alice', id: 'U0ALICE' },
    { name: 'frank', id: 'U0FRANK' },
    { name: 'gone', id: 'U0GONE' },
  ];
  expect(await found({ people })).toEqual([
    'ok Slack knows these members: alice.',
    expect.stringMatching(/^bad frank \(U0FRANK\): Slack knows no such member\./),
    expect.stringMatching(/^bad gone \(U0GONE\): is a member that was deactivated/),
  ]);
});

it('says once for each kind that the app may not look, in place of calling it well', async () => {
  const people = members.map(({ name, id }) => ({ name, id }));
  expect(await found({ channels, people }, ['chat:write'])).toEqual([
    expect.stringMatching(/^note "The bot is in its channels" could not be tried.* missing_scope/),
    expect.stringMatching(/^note "Slack knows these members" could not be tried.* missing_scope/),
  ]);
});
