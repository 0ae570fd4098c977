import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Step } from '../../approvals/plan';
import { packageRoot } from '../../src/package-root';

interface Parameter {
  type: string;
  acceptedValues?: string[];
  acceptedValuesByVersion?: Record<string, string[]>;
}
interface ParameterSet {
  name: string;
  parameters: Record<string, { mandatory?: true }>;
}
interface Cmdlet {
  versions: string[];
  parameters: Record<string, Parameter>;
  parameterSets: ParameterSet[];
  parameterSetsByVersion?: Record<string, ParameterSet[]>;
}

const { cmdlets } = JSON.parse(readFileSync(join(packageRoot, 'data', 'cmdlets.json'), 'utf8')) as {
  cmdlets: Record<string, Cmdlet>;
};

/** What the documented signature of that Windows version has against a step. Empty when nothing. */
export function checkStep(step: Step, version: string): string[] {
  const cmdlet = cmdlets[step.cmdlet];
  if (cmdlet === undefined) return [`${step.cmdlet} is not a known cmdlet`];
  if (!cmdlet.versions.includes(version)) return [`${step.cmdlet} is not in ${version}`];
  const sets = cmdlet.parameterSetsByVersion?.[version] ?? cmdlet.parameterSets;
  const given = Object.keys(step.parameters);
  const fits = sets.some(
    (set) =>
      given.every((name) => set.parameters[name] !== undefined) &&
      Object.entries(set.parameters).every(
        ([name, { mandatory }]) => !mandatory || given.includes(name),
      ),
  );
  const problems = fits ? [] : [`no parameter set of ${step.cmdlet} takes ${given.join(', ')}`];
  for (const [name, value] of Object.entries(step.parameters)) {
    const parameter = cmdlet.parameters[name];
    const values = parameter?.acceptedValuesByVersion?.[version] ?? parameter?.acceptedValues;
    if (values === undefined || typeof value !== 'string') continue;
    if (!values.some((known) => known.toLowerCase() === value.toLowerCase())) {
      problems.push(`${step.cmdlet} -${name} does not take ${value}`);
    }
  }
  return problems;
}
