import { readFileSync } from 'node:fs';
import { makeStateDirectory, moduleFile, quoted, runScript, withWorld } from './engine';

interface SetParameter {
  mandatory?: true;
  position?: number;
  type?: string;
}
interface ParameterSet {
  name: string;
  isDefault?: true;
  parameters: Record<string, SetParameter>;
}
interface Parameter {
  type: string;
  aliases?: string[];
  acceptedValues?: string[];
  acceptedValuesByVersion?: Record<string, string[]>;
  acceptsEmptyString?: true;
}
interface Cmdlet {
  versions: string[];
  parameters: Record<string, Parameter>;
  parameterSets: ParameterSet[];
  parameterSetsByVersion?: Record<string, ParameterSet[]>;
}

const data: { versions: string[]; cmdlets: Record<string, Cmdlet> } = JSON.parse(
  readFileSync('data/cmdlets.json', 'utf8'),
);

// What the engine says about every exported function: one line per set and one per parameter of a set. Each version
// is a machine of that name.
const describeCmdlets = (version: string, directory: string) => `
[Console]::Out.WriteLine('version ${version}')
Import-Module ${quoted(moduleFile)} -Force -ArgumentList @(${quoted(directory)}, '${version}')
$common = @{}
foreach ($name in [Management.Automation.Cmdlet]::CommonParameters) { $common[$name] = $true }
foreach ($command in (Get-Module Simulator).ExportedFunctions.Values) {
  if ($command.Name -match 'Simulator|-Service$') { continue }
  foreach ($set in $command.ParameterSets) {
    # The engine calls a single, unnamed set no default; the reference does.
    [Console]::Out.WriteLine("$($command.Name)|$($set.Name)|$($set.IsDefault -or $set.Name -eq '__AllParameterSets')")
    foreach ($parameter in $set.Parameters) {
      if ($common[$parameter.Name]) { continue }
      $position = if ($parameter.Position -ge 0) { $parameter.Position } else { '' }
      $values = @($parameter.Attributes | Where-Object { $_ -is [ValidateSet] } | ForEach-Object { $_.ValidValues }) -join ','
      $aliases = $parameter.Aliases -join ','
      [Console]::Out.WriteLine("$($command.Name)|$($set.Name)|$($parameter.Name)|$($parameter.ParameterType.Name)|$($parameter.IsMandatory)|$position|$aliases|$values")
    }
  }
}`;

// .NET has these; every other type is an enumeration, which text stands in for, or an object.
const real =
  /^(String|Boolean|Byte|U?Int(16|32|64)|IPAddress|TimeSpan|DateTime|Guid|SwitchParameter|PSObject|PSCredential|X509Certificate2)(\[\])?$/;
const engineAliases: Record<string, string> = { WhatIf: 'wi', Confirm: 'cf' };

function expectedType(type: string, isEnumeration: boolean): string {
  if (real.test(type)) return type;
  return (isEnumeration ? 'String' : 'Object') + (type.endsWith('[]') ? '[]' : '');
}

function parameterLine(version: string, facts: Parameter, name: string, use: SetParameter): string {
  const documented = facts.acceptedValuesByVersion?.[version] ?? facts.acceptedValues ?? [];
  const values = facts.type === 'Boolean' ? [] : documented;
  const withEmpty = facts.acceptsEmptyString ? [...values, ''] : values;
  const type = expectedType(use.type ?? facts.type, facts.acceptedValues !== undefined);
  const aliases = engineAliases[name] ?? (facts.aliases ?? []).join(',');
  const mandatory = use.mandatory ? 'True' : 'False';
  return [name, type, mandatory, use.position ?? '', aliases, withEmpty.join(',')].join('|');
}

function expectedLines(version: string): string[] {
  const lines: string[] = [];
  for (const [name, cmdlet] of Object.entries(data.cmdlets)) {
    if (!cmdlet.versions.includes(version)) continue;
    const sets = cmdlet.parameterSetsByVersion?.[version] ?? cmdlet.parameterSets;
    for (const set of sets) {
      lines.push(`${name}|${set.name}|${set.isDefault ? 'True' : 'False'}`);
      for (const [parameter, use] of Object.entries(set.parameters)) {
        const facts = cmdlet.parameters[parameter];
        if (!facts) throw new Error(`${name} lacks the facts of ${parameter}`);
        lines.push(`${name}|${set.name}|${parameterLine(version, facts, parameter, use)}`);
      }
    }
  }
  return lines.sort();
}

const described: Record<string, string[]> = {};

beforeAll(async () => {
  const state = makeStateDirectory();
  try {
    const names = data.versions.map(quoted).join(', ');
    const world = `@(${names} | ForEach-Object { @{ Name = $_; Version = $_ } })`;
    const scripts = data.versions.map((version) => describeCmdlets(version, state.path));
    const first = data.versions[0] ?? '';
    const output = await runScript(
      state.path,
      withWorld(state.path, world, first) + scripts.join('\n'),
    );
    for (const part of output.split(/^version /m).slice(1)) {
      const [version, ...lines] = part.split(/\r?\n/);
      described[version ?? ''] = lines.filter((line) => line !== '').sort();
    }
  } finally {
    state.dispose();
  }
}, 60_000);

it.each(data.versions)('Windows Server %s has the cmdlets and sets of the reference', (version) => {
  expect(described[version]).toEqual(expectedLines(version));
});

it('covers 193 cmdlets', () => {
  expect(Object.keys(data.cmdlets)).toHaveLength(193);
});
