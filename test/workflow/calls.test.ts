import { callsSchema } from '../../approvals/calls';
import type { ChangeRequest, TimelineEntry } from '../../approvals/request';
import { createChannels } from '../../src/world/channels';
import { createPeople } from '../../src/world/people';
import { callAsker, callTrouble, callVoters } from '../../src/workflow/calls';
import { callsIn } from '../../src/workflow/called';
import type { Records } from '../../src/workflow/parts';
import { aRequest, aVote, policy as inForce } from '../approvals/request-fixture';

const both = { slack: 'C1', teams: 'T1', operations: true, health: false };

function partsWith(calls: object = {}, now = '2026-01-10T12:00:00Z'): Records {
  const people = createPeople({
    alice: {
      name: 'Alice',
      groups: ['network-engineers', 'network-leads'],
      slack: 'U0A',
      teams: 'ta',
    },
    bob: { name: 'Bob', groups: ['network-leads', 'oncall'], slack: 'U0B' },
    carol: { name: 'Carol', groups: ['security'], slack: 'U0C', teams: 'tc' },
    dave: { name: 'Dave', groups: ['network-leads'], teams: 'td' },
    erin: { name: 'Erin', groups: ['network-leads'], slack: 'U0E', teams: 'te', calledIn: 'teams' },
  });
  const channels = createChannels({
    mtgw: both,
    slackOnly: { slack: 'C2', operations: true, health: false },
  });
  return {
    people,
    channels,
    policy: { calls: callsSchema.parse(calls) },
    clock: { now: () => Date.parse(now) },
  } as unknown as Records;
}

/** The ids that are called in either chat by a line with those calls. */
function calledBy(parts: Records, request: ChangeRequest, calls: TimelineEntry['calls']) {
  const entry: TimelineEntry = { at: 0, sentence: 'x', tone: 'neutral', calls };
  const ids = (chat: 'slack' | 'teams') => callsIn(parts, chat, request, entry).map(({ id }) => id);
  return { slack: ids('slack'), teams: ids('teams') };
}

test('who may vote is called once, where it was asked, or where they have an account at all', () => {
  const parts = partsWith();
  const request = aRequest();
  const { calls } = callVoters(parts, request);
  expect(calls).toEqual([{ group: 'network-leads' }]);
  expect(calledBy(parts, request, calls)).toEqual({ slack: ['U0B'], teams: ['td', 'te'] });
});

test('asked in Teams, they are called there', () => {
  const request = aRequest({ home: { chat: 'teams', channel: 'mtgw' } });
  const called = calledBy(partsWith(), request, [{ group: 'network-leads' }]);
  expect(called).toEqual({ slack: ['U0B'], teams: ['td', 'te'] });
  const asker = calledBy(partsWith(), request, callAsker(request));
  expect(asker).toEqual({ slack: [], teams: ['ta'] });
});

test('who is called in the other chat is called in this one where the channel is in no other', () => {
  const request = aRequest({ home: { chat: 'slack', channel: 'slackOnly' } });
  const called = calledBy(partsWith(), request, [{ group: 'network-leads' }]);
  expect(called).toEqual({ slack: ['U0B', 'U0E'], teams: [] });
});

test('neither who asked nor who has voted is called to vote', () => {
  const parts = partsWith();
  const policy = { ...inForce, approvers: [{ group: 'network-leads', count: 2 }] };
  const request = aRequest({ policy, votes: [aVote('bob')] });
  const called = calledBy(parts, request, callVoters(parts, request).calls);
  expect(called).toEqual({ slack: [], teams: ['td', 'te'] });
});

test('a group whose approval is there already is not called', () => {
  const approvers = [
    { group: 'network-leads', count: 1 },
    { group: 'security', count: 1 },
  ];
  const request = aRequest({ policy: { ...inForce, approvers }, votes: [aVote('bob')] });
  expect(callVoters(partsWith(), request).calls).toEqual([{ group: 'security' }]);
});

test('a user group of Slack is called by its own name, and those elsewhere one by one', () => {
  const parts = partsWith({ groups: { 'network-leads': { slack: 'S0LEADS' } } });
  const request = aRequest();
  const entry: TimelineEntry = {
    at: 0,
    sentence: 'x',
    tone: 'neutral',
    calls: [{ group: 'network-leads' }],
  };
  expect(callsIn(parts, 'slack', request, entry)).toEqual([
    { kind: 'group', id: 'S0LEADS', name: 'network-leads' },
  ]);
  expect(callsIn(parts, 'teams', request, entry).map(({ id }) => id)).toEqual(['td', 'te']);
});

test('in quiet hours only those on call are called, and the others at their end', () => {
  const quietHours = { from: '22:00', to: '07:00', timeZone: 'UTC', groups: ['oncall'] };
  const parts = partsWith({ quietHours }, '2026-01-10T23:00:00Z');
  const found = callVoters(parts, aRequest());
  expect(found.calls).toEqual([{ person: 'bob' }]);
  expect(found.due).toEqual({ call: Date.parse('2026-01-11T07:00:00Z') });
  expect(found.quiet).toEqual([
    'These are quiet hours: only who is on call is called before 07:00 UTC.',
  ]);
});

test('in quiet hours without anybody on call nobody is, and it says so', () => {
  const quietHours = { from: '22:00', to: '07:00', timeZone: 'UTC' };
  const parts = partsWith({ quietHours }, '2026-01-10T23:00:00Z');
  const found = callVoters(parts, aRequest());
  expect(found.calls).toEqual([]);
  expect(found.quiet).toEqual(['These are quiet hours: nobody is called before 07:00 UTC.']);
});

test('trouble calls who asked, and whom the policy names, at any hour', () => {
  const quietHours = { from: '22:00', to: '07:00', timeZone: 'UTC' };
  const parts = partsWith({ trouble: ['security'], quietHours }, '2026-01-10T23:00:00Z');
  const request = aRequest({ state: 'stuck' });
  expect(calledBy(parts, request, callTrouble(parts, request))).toEqual({
    slack: ['U0A', 'U0C'],
    teams: [],
  });
});

test('nobody is called to what they did themselves', () => {
  expect(callAsker(aRequest(), 'alice')).toEqual([]);
  expect(callAsker(aRequest(), 'bob')).toEqual([{ person: 'alice' }]);
});

test('a line without calls calls nobody', () => {
  expect(calledBy(partsWith(), aRequest(), undefined)).toEqual({ slack: [], teams: [] });
});
