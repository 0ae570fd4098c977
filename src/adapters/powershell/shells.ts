import { UnavailableError } from '../../errors';
import type { BatchOptions, Command, GatewayShells, TargetAnswer } from '../../ports/shells';
import { Breakers } from './breakers';
import { narrowed, readCatalogue } from '../../facts/catalogue';
import { dispatch } from './dispatch';
import { Engine } from './engine';
import { shellEnvironment } from './environment';
import { keepHouse } from './housekeeping';
import { Lane } from './lane';
import { type GatewayShellsOptions, ORDINARY_CAPS } from './options';
import { Pool } from './pool';
import { type Part, prepare, refusal, unknownTarget } from './prepare';
import { openingOf, readTargets } from './targets';

/**
 * PowerShell for the gateways. Throws at once for a target that is not well described; `ready` rejects with
 * UnavailableError when PowerShell cannot be started. `run` never rejects: every target has an answer, in the order
 * of the batch. After a terminating error the commands behind it have no result.
 */
export function createGatewayShells(options: GatewayShellsOptions): GatewayShells {
  const caps = { ...ORDINARY_CAPS, ...options.caps };
  const targets = readTargets(options.targets);
  const all = readCatalogue();
  const catalogue = options.only === 'all' ? all : narrowed(all, options.only);
  const alsoAllow = new Set(options.alsoAllow);
  const breakers = new Breakers(caps);
  const simulated = [...targets.values()].some(
    (target) => target.kind === 'local' && target.simulator,
  );
  const engineOptions = {
    executable: options.executable,
    environment: shellEnvironment(options.environment, simulated),
    maxBytes: caps.answerBytes,
    startTimeoutMs: caps.startTimeoutMs,
  };
  const createLane = () => new Lane(() => Engine.start(engineOptions), options.log);
  const pools = {
    change: new Pool(caps.processes.change, createLane),
    read: new Pool(caps.processes.read, createLane),
  };
  const lanes = () => [...pools.change.lanes, ...pools.read.lanes];
  const stopHousekeeping = keepHouse(lanes, caps);
  let closed = false;

  async function send(parts: readonly Part[], run: BatchOptions): Promise<TargetAnswer[]> {
    const giveUpAt = performance.now() + run.timeoutMs;
    const left = () => giveUpAt - performance.now();
    const refuseAll = (why: string) => parts.map(({ target }) => refusal(target, why));
    if (closed) return refuseAll('The bot is stopping.');
    const pool = pools[run.purpose];
    const names = parts.map(({ target }) => target);
    const holder = run.on ? undefined : pool.holder(names);
    const patience = Math.min(left(), caps.holderMs);
    // Without one nothing is waited for: two calls at the same moment must see each other's choice.
    const waited = holder && (await holder.turnstile.enter(patience, run.signal));
    const lane = run.on ? pool.find(run.on) : waited ? holder : pool.pick(names);
    if (!lane) return refuseAll('The PowerShell process that it was meant for is gone.');
    // Whoever opens a session ahead has yet to make the call for which the process is kept.
    if (parts.some(({ commands }) => commands.length > 0)) lane.taken();
    else lane.promise();
    lane.calls.add(names);
    const leave = waited ?? (await lane.turnstile.enter(left(), run.signal));
    if (!leave) {
      lane.calls.delete(names);
      return refuseAll(
        run.signal?.aborted
          ? 'It was cancelled before it was sent.'
          : 'PowerShell was busy until the time was over.',
      );
    }
    try {
      // While we waited it may have died, and another may have taken its place.
      if (run.on && pool.find(run.on) !== lane) {
        return refuseAll('The PowerShell process that it was meant for is gone.');
      }
      const engine = await lane.process();
      if (closed) return refuseAll('The bot is stopping.');
      const around = {
        lane,
        engine,
        breakers,
        vault: options.vault,
        caps,
        left,
        signal: run.signal,
      };
      return await dispatch(parts, around);
    } catch (problem) {
      return refuseAll((problem as Error).message);
    } finally {
      lane.lastUsed = performance.now();
      lane.calls.delete(names);
      leave();
    }
  }

  return {
    async run(batch, run) {
      const prepared = prepareAll(batch);
      const parts = prepared.flatMap((one) => ('part' in one ? [one.part] : []));
      const sent = parts.length === 0 ? [] : await send(parts, run);
      const answers = new Map(sent.map((answer) => [answer.target, answer]));
      return prepared.map((one) => {
        if ('answer' in one) return one.answer;
        return answers.get(one.part.target) ?? refusal(one.part.target, 'It was not sent.');
      });
    },

    async ready(purpose, session) {
      if (closed) throw new Error('The bot is stopping.');
      const lane = pools[purpose].reserve(session?.target);
      const { identity } = await lane.process();
      if (session === undefined || lane.sessions.has(session.target)) return identity;
      const { target, timeoutMs } = session;
      const config = targets.get(target);
      if (!config) throw new UnavailableError(unknownTarget(target));
      const part = { target, opening: openingOf(config), commands: [] };
      const [answer] = await send([part], { timeoutMs, purpose, on: identity });
      if (answer?.outcome !== 'answered') {
        throw new UnavailableError(answer?.message ?? 'There was no answer.');
      }
      return identity;
    },

    async close() {
      closed = true;
      stopHousekeeping();
      await Promise.all(lanes().map((lane) => lane.end('closed')));
    },
  };

  function prepareAll(batch: readonly { target: string; commands: Command[] }[]) {
    const seen = new Set<string>();
    return batch.map((item) => {
      if (seen.has(item.target)) {
        return { answer: refusal(item.target, `${item.target} stands twice in one batch.`) };
      }
      seen.add(item.target);
      return prepare(item, targets, catalogue, alsoAllow);
    });
  }
}
