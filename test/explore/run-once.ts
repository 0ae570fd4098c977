import { isFinal } from '../../approvals/request';
import { wordOf } from '../fakes/memory-machine';
import { createVirtualTime } from '../fakes/virtual-clock';
import { actAsPeople, type Cast } from './act-as-people';
import type { Breach } from './breach';
import type { Deviation, Fault } from './fault';
import { type Installation, openInstallation } from './installation';
import { awaitsPerson, judgeAudit, judgeRecords, judgeStories } from './judge-rest';
import { type RunningChat, runChat } from './run-chat';
import { runWorker } from './run-worker';
import type { Scenario } from './scenario';
import { type Call, type SimulatedProcess, startProcess, type Watcher } from './simulated-process';
import { watchRun } from './watch-run';

/** Where the faults of a run come from. */
export interface Chooser {
  choose(call: Call): Fault | undefined;
}

export interface Outcome {
  breaches: Breach[];
  /** The faults that there were, in their order. */
  schedule: Deviation[];
  /** Every call, in order, by name. */
  calls: string[];
  /** Every event, with its time, when it was asked for. */
  story: string[];
}

const minute = 60_000;
const start = 1_000_000_000;
const restartMs = 3_000;
const longestYieldMs = 30_000;
const countsForOthers = /^(store\.move|intents\.open|shells\.run change)/;
/** Within that time everything has expired, been undone or been left to a person. */
const longestMs = 90 * minute;

/** Run a scenario once, with the faults that are chosen, until everything has come to rest; and judge it. */
export async function runOnce(
  scenario: Scenario,
  chooser: Chooser,
  { telling = false } = {},
): Promise<Outcome> {
  const time = createVirtualTime(start);
  const [story, calls, schedule]: [string[], string[], Deviation[]] = [[], [], []];
  const note = (line: () => string) => {
    if (telling)
      story.push(`${((time.now() - start) / 1_000).toFixed(3).padStart(9)} s  ${line()}`);
  };
  const watch = watchRun(() => installation);
  let movedAt = start;
  const installation: Installation = openInstallation(scenario, time, (before, after) => {
    movedAt = time.now();
    if (before?.state !== after.state) {
      note(
        () =>
          `    ${after.id} is ${after.state}${after.found ? ` (${after.found})` : ''}: ${after.because}`,
      );
    }
    watch.onWrite(before, after);
  });
  const counts = new Map<string, Map<string, number>>();
  const chats = new Map<string, RunningChat>();
  const left = new Map<SimulatedProcess, () => void>();
  const yielding = new Set<{ process: SimulatedProcess; go(): void; callOff(): void }>();
  let cast: Cast | undefined;

  const watcher: Watcher = {
    time,
    note,
    decide(call) {
      calls.push(call.name);
      const fault = chooser.choose(call);
      if (fault !== undefined) schedule.push({ at: call.name, fault });
      return fault;
    },
    strike(call, fault) {
      if (fault.do === 'press') {
        const id = cast?.ids()[fault.request];
        if (id !== undefined) watch.knownOf(id).steered = true;
        cast?.press(fault.person, fault.verb, fault.request);
        return;
      }
      if (fault.do === 'outage') {
        installation.machine.goAway(fault.ms);
        watch.touchAll();
      }
      if (fault.do === 'clock') call.process.skew(fault.ms, 30_000);
      const stops = fault.do === 'kill' || fault.do === 'pause';
      const about = call.about === undefined ? [] : [call.about];
      const atWork = stops || fault.do === 'clock' ? call.process.at.values() : [];
      for (const id of [...about, ...atWork]) {
        const known = watch.knownOf(id);
        known.touched = true;
        known.interrupted ||= stops;
      }
    },
    acted(process, kind) {
      if (!countsForOthers.test(kind)) return;
      for (const one of [...yielding]) {
        if (one.process === process) continue;
        yielding.delete(one);
        one.callOff();
        one.go();
      }
    },
    afterOthers(process, go) {
      const callOff = time.after(longestYieldMs, () => {
        yielding.delete(mine);
        go();
      });
      const mine = { process, go, callOff };
      yielding.add(mine);
    },
    died(process) {
      note(() => `    ${process.name} is dead`);
      left.get(process)?.();
      time.after(restartMs, () => begin(process.name, process.host));
    },
  };

  function begin(name: string, host: string): void {
    const known = counts.get(name) ?? new Map<string, number>();
    counts.set(name, known);
    const process = startProcess(watcher, { name, host, counts: known });
    if (name.startsWith('chat')) {
      chats.set(name, runChat(installation, process));
      return;
    }
    const worker = runWorker(installation, process, (by, command, stage) => {
      note(
        () =>
          `    ${wordOf(command.parameters['Name'])}: ${command.cmdlet} ${stage} for ${by.process.name}, run ${by.run} of ${by.request}`,
      );
      watch.onCmdlet(by, command, stage);
    });
    left.set(process, worker.leaveShells);
  }

  begin('worker-1', 'host-1');
  begin('worker-2', scenario.oneHost ? 'host-1' : 'host-2');
  begin('chat-1', 'host-1');
  begin('chat-2', 'host-2');
  cast = actAsPeople(installation, () => [...chats.values()]);

  const all = () => [...installation.records.values()];
  const rests = (holds: (request: ReturnType<typeof all>[number]) => boolean) =>
    all().length === scenario.wishes.length && time.now() > movedAt + 12_000 && all().every(holds);
  await time.run(
    () =>
      time.now() > start + longestMs ||
      rests((request) => isFinal(request.state) || awaitsPerson(request, all())),
  );
  for (const request of all()) {
    if (isFinal(request.state) || awaitsPerson(request, all())) continue;
    const onIt = request.state === 'unconfirmed' || request.state === 'verifying';
    watch.breach(
      onIt ? 'no timer is lost' : 'the run comes to an end',
      `${request.id} is ${request.state} for ever: ${request.because}`,
    );
  }
  if (all().length < scenario.wishes.length)
    watch.breach('the run comes to an end', 'a request was never made');
  judgeRecords(installation, watch);
  if (watch.breaches.length === 0) {
    cast.beginSettling();
    await time.run(
      () => time.now() > start + 2 * longestMs || rests(({ state }) => isFinal(state)),
    );
    for (const request of all()) {
      if (isFinal(request.state)) continue;
      watch.breach(
        'a person has a way on',
        `${request.id} stays ${request.state}: ${request.because}`,
      );
    }
    judgeRecords(installation, watch);
    const shown = time.now() + 5 * minute;
    const isBehind = () => installation.isBehind('slack') || installation.isBehind('teams');
    await time.run(() => time.now() > shown || !isBehind());
    judgeStories(installation, watch);
    await judgeAudit(installation, watch);
  }
  return { breaches: watch.breaches, schedule, calls, story };
}
