import { type Plan, type State, sealPlan, undoSteps } from '../../../approvals/plan';
import { parseArgs } from '../../../src/commands/parse-args';
import { findTenant } from '../../../src/world/inventory';
import type { Message, Text } from '../../../src/message';
import { operations } from '../../../src/ops/catalog';
import type { ChangeOperation, Operation } from '../../../src/ops/operation';
import { tunnels } from '../../../src/ops/s2s/read';
import { answerAt, completeAt, gateAt, planAt, stateAt } from '../at-work';
import { type Gateways, openGateways } from '../gateway';

type Texts = Record<string, string>;

/** Operations as they are asked for, on the sandbox's gateways. */
export interface Bench {
  gateways: Gateways;
  complete(name: string, texts: Texts): ReturnType<typeof completeAt>;
  plan(name: string, texts: Texts): Promise<Plan>;
  /** Completed first, as a person's line is. */
  planAsked(name: string, texts: Texts): Promise<Plan>;
  observe(name: string, texts: Texts): Promise<State>;
  gate(name: string, texts: Texts): Promise<{ held: boolean; sentence: string }>;
  inverse(
    name: string,
    texts: Texts,
    plan: Plan,
  ): ReturnType<NonNullable<ChangeOperation['inverse']>>;
  apply(plan: Plan): Promise<void>;
  undo(plan: Plan): Promise<void>;
  answer(name: string, texts: Texts): Promise<string[]>;
  /** Past the bot. */
  foreign(
    cmdlet: string,
    parameters: Record<string, string | number | boolean | string[]>,
  ): Promise<void>;
}

export async function openBench(): Promise<Bench> {
  const gateways = await openGateways();
  await startEngines(gateways);
  const { inventory } = gateways.config;
  const at = ({ tenant, gateway }: Texts) => {
    const owner = tenant === undefined ? undefined : findTenant(inventory, tenant);
    return gateways.at(owner?.gateway ?? gateway ?? 'gw1', owner?.name);
  };
  const plan = async (name: string, texts: Texts) => {
    const { args } = valuesOf(change(name), texts);
    const draft = await planAt(at(texts), change(name), args);
    return sealPlan(draft, 'gw1', `${name} ${JSON.stringify(texts)}`);
  };
  const complete = (name: string, texts: Texts) => completeAt(at(texts), find(name), texts);
  return {
    gateways,
    complete,
    plan,
    planAsked: async (name, texts) => plan(name, (await complete(name, texts)).args),
    observe: (name, texts) => stateAt(at(texts), change(name), valuesOf(change(name), texts).args),
    gate: (name, texts) => gateAt(at(texts), change(name), valuesOf(change(name), texts).args),
    inverse: (name, texts, made) =>
      change(name).inverse?.(valuesOf(change(name), texts).args, made),
    async apply(made) {
      for (const step of made.steps) await gateways.run(step);
    },
    async undo(made) {
      for (const step of undoSteps(made, made.steps.length)) await gateways.run(step);
    },
    answer: async (name, texts) =>
      linesOf(await answerAt(at(texts), find(name), valuesOf(find(name), texts).args)),
    async foreign(cmdlet, parameters) {
      await gateways.simulated.run('gw1', cmdlet, parameters);
    },
  };
}

/** A PowerShell starts with the first call of its kind, which on a busy machine takes longer than a test may. */
async function startEngines(gateways: Gateways): Promise<void> {
  await gateways.simulated.reset();
  await gateways.at('gw1').read({ tunnels });
  const parameters = { RoutingDomain: 'Contoso', Name: ['contoso-branch-peer'] };
  await gateways.run({ target: 'gw1', cmdlet: 'Start-BgpPeer', parameters, because: '' });
}

function find(name: string): Operation {
  const found = operations.find((operation) => operation.name === name);
  if (found === undefined) throw new Error(`no operation ${name}`);
  return found;
}

function change(name: string): ChangeOperation {
  const found = find(name);
  if (found.kind !== 'change') throw new Error(`${name} changes nothing`);
  return found;
}

function valuesOf(operation: Operation, texts: Texts): { args: never } {
  return { args: parseArgs(operation.args, texts, {}) as never };
}

function linesOf(message: Message): string[] {
  const lines = message.blocks.flatMap((block) => {
    if (block.kind === 'list') return block.items.map(plain);
    if (block.kind === 'fields')
      return block.fields.map(({ label, value }) => `${label}: ${plain(value)}`);
    return [plain(block.text)];
  });
  return [`${message.tone ?? 'no tone'} | ${message.summary}`, ...lines];
}

function plain(text: Text): string {
  if (typeof text === 'string') return text;
  return text
    .map((span) => (typeof span === 'string' ? span : Object.values(span).join('')))
    .join('');
}
