import type { ParameterValue } from '../../../approvals/plan';
import type { CmdletFacts } from '../../facts/catalogue';

/** Verbs that take away: without naming anything, many of them act on all that the machine has. */
const TAKES_AWAY = /^(Remove|Clear|Disable|Disconnect|Stop)-/;
/**
 * The Set- cmdlets that WMI generates behave alike: what is not named is not filtered. What names is a list there; a single
 * value is what is set.
 */
const SETS_ALL_UNNAMED = /^Set-NetVirtualization(Customer|Provider|Lookup)/;

/** Parameters that say how, not what. */
const HOW = new Set([
  'Force',
  'Confirm',
  'WhatIf',
  'PassThru',
  'Passthru',
  'AsJob',
  'CimSession',
  'ThrottleLimit',
  'ComputerName',
  'Credential',
]);
/** Filters that leave most of the machine in. */
const WIDE = new Set([
  'Direction',
  'AddressFamily',
  'AddressState',
  'Type',
  'Rule',
  'ManagedByCluster',
  'ManagementOS',
  'Unusable',
  'Unsynchronized',
  'UseVmMACAddress',
]);
/** One of each group must be named: PowerShell does not insist, and left out it means all of them. */
const NEVER_LEFT_OUT: Readonly<Record<string, readonly (readonly string[])[]>> = {
  'Remove-BgpRoutingPolicyForPeer': [['PeerName'], ['PolicyName']],
  'Set-BgpRoutingPolicyForPeer': [['PeerName']],
  'Remove-VMNetworkAdapter': [['Name', 'VMNetworkAdapter']],
  'Disconnect-VMNetworkAdapter': [['Name', 'VMNetworkAdapter']],
  'Remove-VMNetworkAdapterTeamMapping': [['Name', 'VMNetworkAdapter']],
  'Remove-NetNatStaticMapping': [['StaticMappingID']],
  'Remove-NetNatExternalAddress': [['ExternalAddressID']],
  'Remove-VMNetworkAdapterRoutingDomainMapping': [['RoutingDomainID', 'RoutingDomainName']],
};

/**
 * The sentence that refuses a command which names nothing, or everything, to take away; undefined when it is
 * narrow enough. `Remove-Net*` without a selector removes all that the machine has.
 */
export function refuseUnselected(
  cmdlet: string,
  facts: CmdletFacts,
  parameters: Readonly<Record<string, ParameterValue>>,
): string | undefined {
  const missing = NEVER_LEFT_OUT[cmdlet]?.find((group) =>
    group.every((name) => !isNamed(parameters[name])),
  );
  if (missing)
    return `${cmdlet} is refused: without -${missing.join(' or -')} it would act on all of them.`;
  const sets = SETS_ALL_UNNAMED.test(cmdlet);
  if (!sets && !TAKES_AWAY.test(cmdlet)) return undefined;
  const names = Object.keys(facts.parameters).filter((name) => !HOW.has(name));
  // Nothing could be named: it is about the machine itself.
  if (names.length === 0) return undefined;
  const selectors = selectorsAmong(
    cmdlet,
    sets ? names.filter((name) => isList(facts, name)) : names,
  );
  const wild = selectors.find((name) => hasWildcard(parameters[name]));
  if (wild !== undefined) {
    return `${cmdlet} is refused: -${wild} holds a wildcard, so it would act on more than was shown.`;
  }
  if (selectors.some((name) => isNamed(parameters[name]))) return undefined;
  const wanted = selectors.map((name) => `-${name}`).join(', ');
  return `${cmdlet} is refused: without one of ${wanted} it would act on everything there is.`;
}

/**
 * The sentence that refuses a change whose names are not plain ones: a wildcard in `Set-VpnS2SInterface -Name *` changes
 * every tunnel, and what is no text, or only blanks, is bound to something that nobody saw. Readings may ask widely.
 */
export function refuseOddNames(
  cmdlet: string,
  parameters: Readonly<Record<string, ParameterValue>>,
): string | undefined {
  if (cmdlet.startsWith('Get-')) return undefined;
  for (const [name, value] of Object.entries(parameters)) {
    if (!NAMES_THINGS.test(name)) continue;
    if (hasWildcard(value)) {
      return `${cmdlet} is refused: -${name} holds a wildcard, so it would act on more than was shown.`;
    }
    const names = Array.isArray(value) ? value : [value];
    if (names.length === 0 || !names.every(isPlainName)) {
      return `${cmdlet} is refused: -${name} must be a name, or a list of names.`;
    }
  }
  return undefined;
}

/** Parameters whose value names what is changed. */
const NAMES_THINGS = /Name$|^RoutingDomain$/;

function isPlainName(value: ParameterValue): boolean {
  return typeof value === 'string' && value.trim() !== '';
}

function isList(facts: CmdletFacts, name: string): boolean {
  return facts.parameters[name]?.type.endsWith('[]') ?? false;
}

function selectorsAmong(cmdlet: string, names: string[]): string[] {
  const narrow = names.filter((name) => !WIDE.has(name));
  // All that one tenant has is enough said for a Clear-, not for a Remove- that could name one thing.
  const narrower = narrow.filter((name) => name !== 'RoutingDomain');
  return cmdlet.startsWith('Remove-') && narrower.length > 0 ? narrower : narrow;
}

function isNamed(value: ParameterValue | undefined): boolean {
  if (value === undefined || value === null || value === '' || value === false) return false;
  return !Array.isArray(value) || (value.length > 0 && value.every(isNamed));
}

function hasWildcard(value: ParameterValue | undefined): boolean {
  if (Array.isArray(value)) return value.some(hasWildcard);
  return typeof value === 'string' && /[*?[\]]/.test(value);
}
