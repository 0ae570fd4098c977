// Writes simulator/gateway/generated/<version>.ps1 from data/cmdlets.json: every cmdlet of that Windows version as an
// advanced function with its real parameter sets. `node simulator/generate.mjs` is quiet and does nothing when the
// files are newer than what they are made from; --force makes them anyway.
import { mkdirSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const input = fileURLToPath(new URL('../data/cmdlets.json', import.meta.url));
const self = fileURLToPath(import.meta.url);
const folder = fileURLToPath(new URL('./gateway/generated/', import.meta.url));

const nativeTypes = {
  SwitchParameter: 'switch',
  String: 'string',
  Boolean: 'bool',
  Byte: 'byte',
  Int32: 'int',
  Int64: 'long',
  UInt16: 'uint16',
  UInt32: 'uint32',
  UInt64: 'uint64',
  IPAddress: 'ipaddress',
  TimeSpan: 'timespan',
  DateTime: 'datetime',
  Guid: 'guid',
  PSObject: 'psobject',
  PSCredential: 'pscredential',
  X509Certificate2: 'Security.Cryptography.X509Certificates.X509Certificate2',
};
// The engine adds these to every cmdlet that supports ShouldProcess.
const engineParameters = new Set(['WhatIf', 'Confirm']);

const quote = (text) => `'${text.replaceAll("'", "''")}'`;
const quoteAll = (texts) => texts.map(quote).join(',');
const own = (byVersion, version, main) => byVersion?.[version] ?? main;

/** Enumerations of the real modules do not exist here: text with the same values stands in. Objects stay objects. */
function typeOf(type, hasValues) {
  const array = type.endsWith('[]');
  const element = array ? type.slice(0, -2) : type;
  const emulated = nativeTypes[element] ?? (hasValues ? 'string' : 'object');
  return array ? `${emulated}[]` : emulated;
}

function parameterAttribute(facts, { mandatory, position }, setName) {
  const parts = [];
  if (setName) parts.push(`ParameterSetName=${quote(setName)}`);
  if (mandatory) parts.push('Mandatory=$true');
  if (position !== undefined) parts.push(`Position=${position}`);
  if (facts.pipeline?.includes('ByValue')) parts.push('ValueFromPipeline=$true');
  if (facts.pipeline?.includes('ByPropertyName')) {
    parts.push('ValueFromPipelineByPropertyName=$true');
  }
  return parts.length > 0 ? `[Parameter(${parts.join(',')})]` : '';
}

/**
 * One attribute is enough for a parameter that is the same in all sets; the engine compiles fewer of them. Not where a
 * set has nothing of its own: the engine knows only the sets that some attribute names.
 */
function parameterAttributes(name, facts, sets) {
  const uses = sets.filter((set) => set.parameters[name]);
  const attributes = uses.map((set) => parameterAttribute(facts, set.parameters[name]));
  const isShared = uses.length === sets.length && new Set(attributes).size === 1;
  if (isShared && sets.every((set) => !set.name || isNamed(set, sets))) return attributes[0];
  return uses.map((set) => parameterAttribute(facts, set.parameters[name], set.name)).join('');
}

/** Whether some parameter of the set is missing in another, so that its attribute names the set. */
function isNamed(set, sets) {
  return Object.keys(set.parameters).some((name) => sets.some((other) => !other.parameters[name]));
}

function validation(facts, version, type) {
  const values = own(facts.acceptedValuesByVersion, version, facts.acceptedValues);
  let text = '';
  if (values && type !== 'bool') {
    text += `[ValidateSet(${quoteAll(facts.acceptsEmptyString ? [...values, ''] : values)})]`;
  }
  if (facts.range) text += `[ValidateRange(${facts.range.join(',')})]`;
  return text;
}

function parameterText(name, cmdlet, sets, version) {
  const facts = cmdlet.parameters[name];
  const set = sets.find((candidate) => candidate.parameters[name]);
  const type = typeOf(set.parameters[name].type ?? facts.type, facts.acceptedValues !== undefined);
  const aliases = facts.aliases ? `[Alias(${quoteAll(facts.aliases)})]` : '';
  return `${parameterAttributes(name, facts, sets)}${aliases}${validation(facts, version, type)}[${type}]$${name}`;
}

function functionText(cmdletName, cmdlet, version) {
  const sets = own(cmdlet.parameterSetsByVersion, version, cmdlet.parameterSets);
  const names = [...new Set(sets.flatMap((set) => Object.keys(set.parameters)))];
  const shouldProcess = names.includes('WhatIf');
  const asksByForce = cmdlet.promptsUnlessForced && names.includes('Force');

  const binding = ['PositionalBinding=$false'];
  const defaultSet = sets.find((set) => set.isDefault && set.name !== '__AllParameterSets');
  if (defaultSet) binding.push(`DefaultParameterSetName=${quote(defaultSet.name)}`);
  if (shouldProcess) binding.push('SupportsShouldProcess=$true');
  if (cmdlet.promptsUnlessForced && !asksByForce) binding.push("ConfirmImpact='High'");

  const ownSets = sets.map((set) => ({
    ...set,
    name: sets.length === 1 && set.name === '__AllParameterSets' ? undefined : set.name,
  }));
  const parameters = names
    .filter((name) => !(shouldProcess && engineParameters.has(name)))
    .map((name) => parameterText(name, cmdlet, ownSets, version));
  const call = `Invoke-SimulatedCmdlet $PSCmdlet $PSBoundParameters${asksByForce ? ' -AsksUnlessForced' : ''}`;
  return `function ${cmdletName}{[CmdletBinding(${binding.join(',')})]param(${parameters.join(',')})process{${call}}}`;
}

function isFresh(path, newestInput) {
  const file = statSync(path, { throwIfNoEntry: false });
  return file !== undefined && file.mtimeMs >= newestInput;
}

function generate() {
  const { versions, cmdlets } = JSON.parse(readFileSync(input, 'utf8'));
  mkdirSync(folder, { recursive: true });
  for (const version of versions) {
    const present = Object.entries(cmdlets).filter(([, facts]) => facts.versions.includes(version));
    const functions = present.map(([name, facts]) => functionText(name, facts, version)).join('\n');
    const names = quoteAll(present.map(([name]) => name));
    // Moved into place, so that a process that loads the file meanwhile never sees half of it.
    const draft = `${folder}${version}.${process.pid}.tmp`;
    writeFileSync(
      draft,
      `# Made by simulator/generate.mjs from data/cmdlets.json.\n$simulatedCmdlets = ${names}\n${functions}\n`,
    );
    renameSync(draft, `${folder}${version}.ps1`);
  }
}

const newestInput = Math.max(statSync(input).mtimeMs, statSync(self).mtimeMs);
const files = ['2012r2', '2016', '2019', '2022', '2025'].map(
  (version) => `${folder}${version}.ps1`,
);
if (process.argv.includes('--force') || !files.every((file) => isFresh(file, newestInput))) {
  generate();
}
