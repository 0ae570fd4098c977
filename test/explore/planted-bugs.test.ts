import type { ChangeRequest } from '../../approvals/request';
import { createVirtualTime } from '../fakes/virtual-clock';
import { judgeRecords } from './judge-rest';
import { openInstallation } from './installation';
import { type Scenario, scenarios } from './scenario';
import { startProcess } from './simulated-process';
import { watchRun } from './watch-run';

/** An installation with one request of that shape, and a judge who has seen nothing yet. */
function judged(change: Partial<ChangeRequest>) {
  const time = createVirtualTime(1_000);
  const watch = watchRun(() => installation);
  const installation = openInstallation(scenarios[0] as Scenario, time, watch.onWrite);
  const request = {
    id: 'CR-1',
    version: 1,
    state: 'applying',
    operation: 'add-things',
    args: { owner: 'contoso', things: ['contoso-a'] },
    because: 'It is tested.',
    votes: [],
    due: {},
    run: 1,
    startedRun: 1,
    timeline: [],
    ...change,
  } as unknown as ChangeRequest;
  installation.records.set('CR-1', request);
  const watcher = {
    time,
    decide: () => undefined,
    strike: () => {},
    acted: () => {},
    afterOthers: () => {},
    died: () => {},
    note: () => {},
  };
  const process = startProcess(watcher, { name: 'worker-1', host: 'h', counts: new Map() });
  const by = { request: 'CR-1', run: 1, process };
  const add = { cmdlet: 'Add-Thing', parameters: { Name: 'contoso-a', Tenant: 'contoso' } };
  const broken = () => watch.breaches.map(({ invariant }) => invariant);
  return { installation, request, watch, by, add, broken };
}

describe('the judge finds', () => {
  it('a cmdlet that runs twice in one run, and one that nobody voted for', () => {
    const { watch, by, add, broken } = judged({});
    for (const stage of ['begins', 'ends', 'begins'] as const) watch.onCmdlet(by, add, stage);
    expect(broken()).toEqual(['what runs was voted for', 'no cmdlet twice']);
  });

  it('a machine that stays taken after a run that nothing hit', () => {
    const { installation, request, watch, broken } = judged({ state: 'unconfirmed' });
    const shell = { host: 'h', pid: 1, startedAt: 1 };
    const step = { target: 'gw1', request: request.id, run: 1, step: 0, cmdlet: 'Add-Thing' };
    installation.intents.take({ ...step, remote: false, deadline: 1, shell });
    judgeRecords(installation, watch);
    expect(broken()).toContain('a machine is given back');
  });

  it('two cmdlets at once on a machine', () => {
    const { watch, by, add, broken } = judged({});
    watch.onCmdlet(by, add, 'begins');
    const other = { ...add, parameters: { ...add.parameters, Name: 'contoso-b' } };
    watch.onCmdlet({ ...by, run: 2 }, other, 'begins');
    expect(broken()).toContain('one cmdlet at a time on a machine');
  });

  it('a change behind a record that says nobody works on it', () => {
    const { watch, by, add, broken } = judged({ state: 'unknown', found: 'not-applied' });
    watch.onCmdlet(by, add, 'acts');
    expect(broken()).toEqual(['no change behind the record']);
  });

  it.each(['kept', 'undone', 'unknown'] as const)('a record that is %s and not true', (state) => {
    const { installation, watch, add, broken } = judged({ state, found: 'not-applied' });
    watch.knownOf('CR-1').touched = true;
    if (state !== 'kept') installation.machine.perform(add);
    judgeRecords(installation, watch);
    expect(broken()).toEqual(['the record is true to the gateway']);
  });

  it('a request that gave up over a reading, and one that gave up over nothing', () => {
    const { request, watch, broken } = judged({});
    watch.knownOf('CR-1').begun = 1;
    watch.onWrite(request, { ...request, state: 'stuck', found: 'unreadable' });
    expect(broken()).toEqual(['an unreadable gateway is no finding', 'nobody else is touched']);
  });

  it('votes that were lost although nothing was sent', () => {
    const { request, watch, broken } = judged({});
    watch.knownOf('CR-1').touched = true;
    watch.onWrite(request, { ...request, state: 'undone' });
    expect(broken()).toEqual(['nothing sent, nothing lost']);
  });

  it('what is undone before its time', () => {
    const due = { confirm: 1_000_000 };
    const { request, watch, broken } = judged({ state: 'unconfirmed', due });
    watch.knownOf('CR-1').begun = 1;
    const because = 'Nobody kept it in time, so it is being undone.';
    watch.onWrite(request, { ...request, state: 'undoing', because });
    expect(broken()).toEqual(['nothing is undone early']);
  });
});
