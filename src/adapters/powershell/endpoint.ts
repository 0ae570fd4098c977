import { READING_FUNCTION, readingFunction } from './far-side';

/** What whoever connects to an endpoint may run: each command by name, a function with a rule for a parameter too. */
export interface EndpointRules {
  /** Modules by name or path. */
  modules: readonly string[];
  functions: readonly (string | RestrictedFunction)[];
  cmdlets: readonly string[];
  /** Those of them that the reading function may run; none, and the endpoint comes without that function. */
  readable: readonly string[];
}

interface RestrictedFunction {
  name: string;
  parameters: Readonly<Record<string, { pattern: string }>>;
}

/** A session configuration (.pssc) that refuses script, and everything that its rules do not name. */
export function restrictedEndpoint(rules: EndpointRules): string {
  return dataFile([
    "SchemaVersion = '2.0.0.0'",
    "SessionType = 'RestrictedRemoteServer'",
    "LanguageMode = 'NoLanguage'",
    ...visible(rules),
  ]);
}

/** The same rules as a role capability (.psrc), which a JEA endpoint gives to a group of accounts. */
export function roleCapability(rules: EndpointRules): string {
  return dataFile(visible(rules));
}

function visible({ modules, functions, cmdlets, readable }: EndpointRules): string[] {
  const reads = readable.length > 0;
  const shown = functions.map(nameOrRule);
  return [
    `ModulesToImport = ${list(modules.map(quoted))}`,
    `VisibleFunctions = ${list(reads ? [...shown, quoted(READING_FUNCTION)] : shown)}`,
    `VisibleCmdlets = ${list(cmdlets.map(quoted))}`,
    ...(reads
      ? [
          `FunctionDefinitions = @(@{ Name = ${quoted(READING_FUNCTION)}; ScriptBlock = {\n${readingFunction(readable)}\n} })`,
        ]
      : []),
  ];
}

function nameOrRule(one: string | RestrictedFunction): string {
  if (typeof one === 'string') return quoted(one);
  const rules = Object.entries(one.parameters).map(
    ([name, { pattern }]) => `@{ Name = ${quoted(name)}; ValidatePattern = ${quoted(pattern)} }`,
  );
  return `@{ Name = ${quoted(one.name)}; Parameters = ${list(rules)} }`;
}

function dataFile(lines: readonly string[]): string {
  return `@{\n${lines.join('\n')}\n}\n`;
}

function list(items: readonly string[]): string {
  return `@(${items.join(', ')})`;
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}
