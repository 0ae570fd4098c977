import { createSlackHosts } from '../../../src/adapters/slack/slack-hosts';

describe('where an answer may go', () => {
  const isOfSlack = createSlackHosts(undefined);

  it.each([
    'https://hooks.slack.com/commands/T1/2/abc',
    'https://hooks.slack-gov.com/actions/T1/2/abc',
  ])('%s is Slack', (address) => expect(isOfSlack(address)).toBe(true));

  it.each([
    'http://hooks.slack.com/commands/T1/2/abc',
    'https://hooks.slack.com.evil.example/x',
    'https://notslack.com/x',
    'https://127.0.0.1/x',
    'https://hooks.slack.com@evil.example/x',
    'not an address',
    undefined,
  ])('%s is not', (address) => expect(isOfSlack(address)).toBe(false));

  it('the host of a Web API of somebody’s own is, and no other', () => {
    const local = createSlackHosts('http://127.0.0.1:4103/api/');
    expect(local('http://127.0.0.1:4103/commands/x')).toBe(true);
    expect(local('http://127.0.0.1:4104/commands/x')).toBe(false);
  });
});
