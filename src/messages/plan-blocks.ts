import type { BlastRadius, Plan, Settings, State, Step } from '../../approvals/plan';
import type { Block, Text } from '../message';
import { shown } from '../../approvals/standing';
import { stepText } from './step-text';
import { plural } from './words';

/** Before and after, the cmdlets, the way back, who else is touched. */
export function planBlocks(plan: Plan): Block[] {
  return [
    ...changeBlocks(plan.before, plan.after),
    { kind: 'note', text: plan.steps.length === 1 ? 'Runs' : 'Runs, in this order' },
    { kind: 'code', text: plan.steps.map((step) => onTarget(step, plan)).join('\n') },
    ...undoBlocks(plan),
    { kind: 'fields', fields: [{ label: 'Touches', value: touchesText(plan.touches) }] },
    ...(plan.notes.length > 0 ? [{ kind: 'list' as const, items: plan.notes }] : []),
  ];
}

function onTarget(step: Step, plan: Plan): string {
  return step.target === plan.gateway ? stepText(step) : `[${step.target}] ${stepText(step)}`;
}

function undoBlocks(plan: Plan): Block[] {
  if (plan.irreversible !== undefined) {
    return [{ kind: 'text', text: [{ bold: 'Cannot be undone: ' }, plan.irreversible] }];
  }
  const undo = plan.steps.toReversed().flatMap((step) => step.undo);
  return [
    { kind: 'note', text: 'Undo' },
    { kind: 'code', text: undo.map((step) => onTarget(step, plan)).join('\n') },
  ];
}

function changeBlocks(before: State, after: State): Block[] {
  return Object.keys({ ...before, ...after }).flatMap((object): Block[] => {
    const [was, will] = [before[object] ?? null, after[object] ?? null];
    if (was === null && will === null) return [];
    const verb = was === null ? 'new ' : will === null ? 'removed: ' : '';
    return [
      { kind: 'text', text: [{ bold: `${verb}${object}` }] },
      { kind: 'fields', fields: settingFields(was, will) },
    ];
  });
}

function settingFields(was: Settings | null, will: Settings | null) {
  return Object.keys({ ...was, ...will }).flatMap((label) => {
    const [a, b] = [was?.[label], will?.[label]];
    // What stays as it is says nothing, unless the whole object comes or goes.
    if (was !== null && will !== null && JSON.stringify(a) === JSON.stringify(b)) return [];
    const value: Text =
      was === null ? shown(b) : will === null ? shown(a) : [shown(a), ' → ', { bold: shown(b) }];
    return [{ label, value }];
  });
}

/** What an approver puts at risk, in one line: the sessions that are up now are what can break. */
export function touchesText(touches: BlastRadius): string {
  const parts = [
    `tenant ${touches.tenants.join(', ')}`,
    plural(touches.tunnels.length, 'tunnel'),
    touches.sessions === 0 ? 'nothing that is up now' : `${touches.sessions} up now`,
    ...(touches.prefixes.length > 0 ? [`prefixes ${touches.prefixes.join(', ')}`] : []),
  ];
  return parts.join(' · ');
}
