import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { readAnswers } from '../src/adapters/powershell/answer';
import { readClixmlInTurns } from '../src/adapters/powershell/clixml/read';
import { writeClixml } from '../src/adapters/powershell/clixml/write';
import { scrub } from '../src/adapters/powershell/scrub';
import { unpackAnswer } from '../src/adapters/powershell/unpack';
import { readLine } from '../src/commands/grammar';
import { findLeakIn } from '../src/commands/leak';
import type { BenchRow } from './row';

const ROUNDS = 5;
const secret = 'Zebra-Violin';
const mostBytes = 64 * 1024 * 1024;

/** What stands in front, and what follows it again and again: each is nearly what some pattern looks for. */
const shapes: Record<string, [string, string]> = {
  'quotes that are escaped': ['note=', '\\"'],
  quotes: ['note=', '"'],
  blanks: ['psk', ' '],
  signs: ['psk', '='],
  'names with a sign': ['', 'a= '],
  'names of a secret': ['', 'psk '],
  'names without blanks': ['', 'secret'],
  'spelled names': ['', 'p s k '],
  dashes: ['psk', '-'],
  brackets: ['', '(a'],
  'verbs without a value': ['', 'secret is now '],
  'values without a name': ['', 'Ab1!Cd2? for a b '],
  'one long value': ['(', 'Ab1!'],
  'letters that fold to many': ['', '\ufdfa'],
  'the same, and names': ['', '\ufdfa psk '],
  accents: ['psk', '\u0301'],
  'nothing to be seen': ['psk', '\u200b'],
  mentions: ['', '<at>'],
  links: ['', '<http:a|b'],
  elements: ['', '<div '],
  ticks: ['', '`'],
  lists: ['subnets=1', ' ,'],
  entities: ['', '&amp;'],
};

/** What somebody sends to hold the bot up, in some ways. */
interface Attack {
  name: string;
  what: string;
  ways: Record<string, () => unknown>;
}

/** For how long nobody else is served while something hostile is read, and what it fills meanwhile. */
export async function run(): Promise<BenchRow[]> {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  const rows: BenchRow[] = [];
  for (const attack of attacks()) rows.push(...(await measure(attack, collect)));
  return rows;
}

function attacks(): Attack[] {
  const [bytes, many] = [2_000_000, 20_000];
  return [
    output('fan-out', '26 levels of $x = @($x, $x)', fanOut(26)),
    // Each level more takes twice as long: with 26 of them this row would not end.
    output('fan-out-key', '20 such levels as the key of a table', asKey(fanOut(20))),
    output('nesting', '200,000 lists in one another', nested(200_000)),
    errors('error', 'one error of 2 MB', 1, bytes),
    errors('errors', '20,000 errors, 2 MB together', many, bytes),
    texts('line', 'the worst line of 8,000 characters', readLine),
    texts('reason', 'the worst reason of 8,000 characters', findLeakIn),
  ];
}

/** What a cmdlet gave, read and scrubbed. */
function output(name: string, what: string, inner: string): Attack {
  const line = packed(`<Objs Version="1.1.0.1">${inner}</Objs>`);
  const read = () => readClixmlInTurns(unpackAnswer(line, mostBytes));
  return { name, what, ways: { '': async () => scrub(await read(), [secret]) } };
}

/** The errors of a cmdlet, as a far side packs its own answer. */
function errors(name: string, what: string, count: number, bytes: number): Attack {
  const one = ['TooMuch', 'NotSpecified', 'x'.repeat(bytes / count), false];
  const found = packed(writeClixml([[[], Array.from({ length: count }, () => one), [], 1]]));
  const act = () => readAnswers([['gw1', 'answered', '', false, found]], mostBytes);
  return { name, what, ways: { '': act } };
}

/** As PowerShell packs what is short, and as one piece: two that are joined are copied at the first look. */
function packed(clixml: string): string {
  const line = `plain ${Buffer.from(clixml).toString('base64')}`;
  return Buffer.from(line).toString('latin1');
}

function texts(name: string, what: string, read: (text: string) => unknown): Attack {
  const ways = Object.entries(shapes).map(([way, [front, part]]) => {
    const text = (front + part.repeat(8_000)).slice(0, 8_000);
    return [way, () => read(text)] as const;
  });
  return { name, what, ways: Object.fromEntries(ways) };
}

function fanOut(levels: number): string {
  let inner = `<Obj RefId="0"><LST><S>${secret}</S></LST></Obj>`;
  for (let level = 1; level <= levels; level++) {
    inner = `<Obj RefId="${level}"><LST>${inner}<Ref RefId="${level - 1}"/></LST></Obj>`;
  }
  return inner;
}

function asKey(object: string): string {
  const key = object.replace('>', ' N="Key">');
  return `<Obj RefId="99"><DCT><En>${key}<S N="Value">${secret}</S></En></DCT></Obj>`;
}

function nested(levels: number): string {
  const opening = Array.from({ length: levels }, (_, id) => `<Obj RefId="${id}"><LST>`);
  return `${opening.join('')}<S>${secret}</S>${'</LST></Obj>'.repeat(levels)}`;
}

/** The longest turn of several times, and the most memory that one of them took before anything was collected. */
async function measure({ name, what, ways }: Attack, collect: () => void): Promise<BenchRow[]> {
  let longest = { ms: 0, way: '', end: '' };
  let most = 0;
  for (const [way, act] of Object.entries(ways)) {
    for (let round = 0; round < ROUNDS; round++) {
      collect();
      const held = process.memoryUsage().heapUsed;
      const { ms, end } = await longestTurn(act);
      most = Math.max(most, (process.memoryUsage().heapUsed - held) / 1e6);
      if (ms > longest.ms) longest = { ms, way, end };
    }
  }
  const { ms, way, end } = longest;
  const told = `${what}${way === '' ? '' : ` of ${way}`}`;
  return [
    row(50, { name: `hostile-${name}`, what: `${told}: until ${end}`, figure: ms, unit: 'ms' }),
    row(150, { name: `hostile-${name}-heap`, what: `${what}: memory`, figure: most, unit: 'MB' }),
  ];
}

/** For how long at most nobody else had a turn of the event loop until it ended. */
async function longestTurn(act: () => unknown): Promise<{ ms: number; end: string }> {
  let [ms, last, isOver] = [0, performance.now(), false];
  const look = () => {
    const now = performance.now();
    ms = Math.max(ms, now - last);
    last = now;
    if (!isOver) setImmediate(look);
  };
  setImmediate(look);
  const end = await endOf(act);
  isOver = true;
  look();
  return { ms, end };
}

async function endOf(act: () => unknown): Promise<string> {
  try {
    await act();
    return 'read';
  } catch (error) {
    return `refused (${(error as Error).name})`;
  }
}

function row(goal: number, measured: BenchRow): BenchRow {
  return { ...measured, goal: `at most ${goal}`, met: measured.figure <= goal };
}
