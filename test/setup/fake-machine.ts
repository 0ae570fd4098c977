import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Machine, RunResult } from '../../scripts/setup/machine.cjs';

/** What a program answers to its arguments: its output, or false when it fails. */
type Answer = (args: string[]) => string | false;

export interface FakeMachine extends Machine {
  /** Every command that was started, as one line each, without folders. */
  started: string[];
  /** Put a program on PATH. */
  install(name: string, answer: Answer): void;
  /** What a program says that something else puts there. */
  answer(name: string, answer: Answer): void;
}

const made: string[] = [];

/** A machine with an empty PATH and an empty project folder. */
export function fakeMachine(given: Partial<Machine> = {}): FakeMachine {
  const root = mkdtempSync(path.join(tmpdir(), 'mtgw-setup-'));
  made.push(root);
  const programs = path.join(root, 'programs');
  mkdirSync(programs);
  const answers = new Map<string, Answer>();
  const started: string[] = [];
  const machine: FakeMachine = {
    platform: 'linux',
    env: { PATH: programs },
    isRoot: false,
    startsServices: false,
    osRelease: {},
    usualFolders: [],
    root,
    started,
    install(name, answer) {
      const file = path.join(programs, machine.platform === 'win32' ? `${name}.exe` : name);
      writeFileSync(file, '');
      chmodSync(file, 0o755);
      answers.set(name, answer);
    },
    answer: (name, answer) => void answers.set(name, answer),
    run(file, args): RunResult {
      const name = path.basename(file).replace(/\.exe$/, '');
      started.push([name, ...args.map((arg) => path.basename(arg))].join(' '));
      // sudo and env run what stands behind them.
      const inner = args.findIndex((arg) => answers.has(path.basename(arg)));
      const direct = answers.get(name);
      const output =
        direct !== undefined
          ? direct(args)
          : inner !== -1 && answers.get(path.basename(args[inner] ?? ''))?.(args.slice(inner + 1));
      return output === undefined || output === false
        ? { ok: false, output: '' }
        : { ok: true, output };
    },
    ...given,
  };
  return machine;
}

export function removeFakeMachines(): void {
  for (const folder of made.splice(0)) rmSync(folder, { recursive: true, force: true });
}
