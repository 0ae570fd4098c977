// Makes data/cmdlets.json from the full cmdlet reference: `node scripts/extract-cmdlets.mjs SOURCE.json`.
// The shape that it writes is described in data/README.md.
import { readFileSync, writeFileSync } from 'node:fs';

const sourcePath = process.argv[2];
if (!sourcePath) {
  process.stderr.write('usage: node scripts/extract-cmdlets.mjs SOURCE.json\n');
  process.exit(64);
}
const reference = JSON.parse(readFileSync(sourcePath, 'utf8'));
const versions = ['2012r2', '2016', '2019', '2022', '2025'];

/** The entry of `byDocset` that describes `version`: its own, else that of the next newer listed one. */
function nextNewer(byDocset, version) {
  const from = versions.indexOf(version);
  return versions.slice(from).find((candidate) => byDocset?.[candidate] !== undefined);
}

/** Only the versions whose value differs from the main one. */
function deviations(cmdletVersions, byDocset, convert) {
  const found = {};
  for (const version of cmdletVersions) {
    const docset = nextNewer(byDocset, version);
    if (docset !== undefined) found[version] = convert(byDocset[docset]);
  }
  return Object.keys(found).length > 0 ? found : undefined;
}

/** A falsy or empty value is left out of the file: absent means no. */
const present = (value) =>
  value === false || value === null || value?.length === 0 ? undefined : value;

function extractParameters(cmdlet) {
  const parameters = {};
  for (const [name, facts] of Object.entries(cmdlet.parameters)) {
    parameters[name] = {
      type: facts.type,
      aliases: present(facts.aliases),
      pipeline: present(facts.pipeline),
      acceptedValues: present(facts.acceptedValues ?? []),
      acceptedValuesByVersion: deviations(cmdlet.docsets, facts.acceptedValuesByDocset, (v) => v),
      acceptsEmptyString: present(facts.acceptsEmptyString ?? false),
      range: facts.range,
      default: present(facts.default),
      defaultIsEnumNumber: present(facts.defaultIsEnumNumber ?? false),
      secret: present(facts.secret ?? false),
      since: facts.since,
    };
  }
  // The reference describes only what the newest version has; older sets name a few more.
  const olderSets = Object.values(cmdlet.variants ?? {}).flatMap(
    (variant) => variant.parameterSets,
  );
  for (const { name, type } of olderSets.flatMap((set) => set.parameters)) {
    parameters[name] ??= { type, onlyOlder: true };
  }
  return parameters;
}

function extractSets(sets, parameters) {
  return sets.map((set) => ({
    name: set.name,
    isDefault: present(set.isDefault),
    parameters: Object.fromEntries(
      set.parameters.map((parameter) => [
        parameter.name,
        {
          mandatory: present(parameter.mandatory),
          position: present(parameter.position),
          type: parameter.type === parameters[parameter.name].type ? undefined : parameter.type,
        },
      ]),
    ),
  }));
}

function extractCmdlet(cmdlet) {
  const parameters = extractParameters(cmdlet);
  const sets = (list) => extractSets(list, parameters);
  return {
    module: cmdlet.module,
    synopsis: cmdlet.synopsis,
    versions: cmdlet.docsets,
    supportsShouldProcess: present(cmdlet.supportsShouldProcess),
    passThru: present(cmdlet.passThru ?? false),
    force: present(cmdlet.force ?? false),
    promptsUnlessForced: present(cmdlet.promptsUnlessForced ?? false),
    constraints: present(cmdlet.constraints ?? []),
    commandAliases: present(cmdlet.commandAliases ?? []),
    parameters,
    parameterSets: sets(cmdlet.parameterSets),
    parameterSetsByVersion: deviations(cmdlet.docsets, cmdlet.variants, (variant) =>
      sets(variant.parameterSets),
    ),
  };
}

const { repo, docsets, verifiedAgainst } = reference.source;
const source = {
  what: 'Facts (names, types, positions, accepted values) extracted from the cmdlet reference of Windows Server; synopses and constraints in our own words',
  repository: repo,
  licence: 'The documentation is CC BY 4.0, its code samples MIT; no text of it is copied here',
  docsets,
  verifiedAgainst,
};
const lines = Object.entries(reference.cmdlets)
  .sort(([left], [right]) => (left < right ? -1 : 1))
  .map(([name, cmdlet]) => `${JSON.stringify(name)}: ${JSON.stringify(extractCmdlet(cmdlet))}`);

// One line per cmdlet: a change of one cmdlet is a change of one line.
writeFileSync(
  new URL('../data/cmdlets.json', import.meta.url),
  `{\n"source": ${JSON.stringify(source)},\n"versions": ${JSON.stringify(versions)},\n"cmdlets": {\n${lines.join(',\n')}\n}\n}\n`,
);
