import type { ParameterValue } from '../../approvals/plan';
import { type CmdletFacts, readCatalogue, setsIn, valuesIn } from './catalogue';
import { lackingWords } from './lacking-words';
import { nameOfVersion, spanOf, type WindowsVersion, windowsVersions } from './versions';

/** A machine that runs cmdlets. */
export interface Machine {
  name: string;
  version: WindowsVersion;
}

/**
 * What the machine's version of Windows has not of a call, in a sentence; undefined where it has all of it. A cmdlet that no
 * version is documented to have is not judged: whether it may be sent at all is the boundary's to say.
 */
export function lackOf(
  machine: Machine,
  call: { cmdlet: string; parameters: Readonly<Record<string, ParameterValue>> },
): string | undefined {
  const facts = readCatalogue().get(call.cmdlet);
  if (facts === undefined) return undefined;
  const lacking = lackingIn(machine.version, facts, call);
  return lacking && `${machine.name} runs ${nameOfVersion(machine.version)}, which ${lacking}`;
}

function lackingIn(
  version: WindowsVersion,
  facts: CmdletFacts,
  { cmdlet, parameters }: Parameters<typeof lackOf>[1],
): string | undefined {
  if (!facts.versions.includes(version)) {
    return lackingWords[cmdlet] ?? `has no ${cmdlet} (${spanOf(facts.versions)}).`;
  }
  const given = Object.keys(parameters);
  const missing = given.find((name) => !hasParameter(facts, name, version));
  if (missing !== undefined) {
    const having = windowsVersions.filter((one) => hasParameter(facts, missing, one));
    return lackingWords[`-${missing}`] ?? `has no -${missing} of ${cmdlet} (${spanOf(having)}).`;
  }
  for (const name of given) {
    const values = valuesIn(facts, name, version);
    const odd = textsOf(parameters[name]).find((text) => values && !isAmong(values, text));
    if (odd !== undefined) {
      return `takes ${values?.join(', ')} as -${name} of ${cmdlet}, and not ${odd}.`;
    }
  }
  const fits = setsIn(facts, version).some((set) =>
    given.every((name) => Object.hasOwn(set.parameters, name)),
  );
  return fits
    ? undefined
    : `takes ${given.map((name) => `-${name}`).join(', ')} of ${cmdlet} not together.`;
}

function hasParameter(facts: CmdletFacts, name: string, version: WindowsVersion): boolean {
  return (
    facts.versions.includes(version) &&
    setsIn(facts, version).some((set) => Object.hasOwn(set.parameters, name))
  );
}

function textsOf(value: ParameterValue | undefined): string[] {
  const all = Array.isArray(value) ? value : [value];
  return all.filter((one): one is string => typeof one === 'string');
}

function isAmong(values: readonly string[], text: string): boolean {
  return values.some((value) => value.toLowerCase() === text.toLowerCase());
}
