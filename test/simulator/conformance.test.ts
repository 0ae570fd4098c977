import { gatewayEntries, type Entry } from './conformance-list';
import { bgpEntries } from './conformance-bgp';
import { tunnelEntries } from './conformance-s2s';
import { makeStateDirectory, quoted, runScript, withWorld } from './engine';

const entries = [...tunnelEntries, ...bgpEntries, ...gatewayEntries];
const versions = ['2012r2', '2022'] as const;
const versionOf = (entry: Entry) => entry.version ?? '2012r2';

// The reference documents almost no error ids of these modules. PowerShell's own are certain; those in the style of the
// modules are plausible, and so is each entry that expects one, even where its fact is documented.
const inferredId = /(Windows System Error|HRESULT|CmdletizationQuery_NotFound|InvalidOperation,)/;

function markInferred(entry: Entry): string {
  if (entry.inferred) return ' (inferred)';
  return entry.expect.some((line) => inferredId.test(line)) ? ' (error id inferred)' : '';
}

const world = (version: string) => `@{
  Name = 'gw'; Version = '${version}'; Ikev2Ports = 2; CapacityKbps = 1000000
  RoutingDomains = @(
    @{ Name = 'Contoso'; Id = '{c0c0a000-0000-4000-8000-00000000c001}'; Type = 'All'; TenantName = 'contoso.example' }
    @{ Name = 'Fabrikam'; Id = '{fab00000-0000-4000-8000-00000000f001}'; Type = 'All' }
    @{ Name = 'Dialin'; Id = '{d1a10000-0000-4000-8000-00000000d001}'; Type = 'Vpn' })
  Tunnels = @(@{
    Name = 'contoso-branch'; RoutingDomain = 'Contoso'; Protocol = 'IKEv2'; Destination = '198.51.100.130'
    AuthenticationMethod = 'PSKOnly'; SharedSecret = 'old'; IPv4Subnet = @('10.50.0.0/16:10'); Persistent = $true; FarEndReady = $true })
  BgpRouters = @(@{ RoutingDomain = 'Contoso'; BgpIdentifier = '10.10.254.2'; LocalASN = 65010 })
  BgpPeers = @(@{ RoutingDomain = 'Contoso'; Name = 'contoso-bgp'; LocalIPAddress = '10.10.254.2'; PeerIPAddress = '10.50.0.1'; PeerASN = 65110 })
  FarEndRouters = @(@{ RoutingDomain = 'Contoso'; Address = '10.50.0.3'; ASN = 65110 }
    @{ RoutingDomain = 'Contoso'; Address = '10.50.0.4'; ASN = 65110; Announces = '10.51.0.0/16' })
}`;

// Every entry starts in a fresh world; all of a version share one process. Its lines come back as base64, so that
// nothing which the host itself prints (what WhatIf says, for one) is taken for output.
const runEntries = `
foreach ($number in 0..($entries.Count - 1)) {
  Reset-Simulator -Machines @($world)
  $psk = @{ RoutingDomain = 'Contoso'; Protocol = 'IKEv2'; AuthenticationMethod = 'PSKOnly'; SharedSecret = 'hunter2' }
  $lines = [Collections.Generic.List[string]]::new()
  try { & ([scriptblock]::Create($entries[$number])) | ForEach-Object { $lines.Add("$_") } }
  catch { $lines.Add("! $($_.FullyQualifiedErrorId)") }
  [Console]::Out.WriteLine("entry $number " + [Convert]::ToBase64String([Text.Encoding]::UTF8.GetBytes($lines -join "\`n")))
}`;

async function play(version: string, played: Entry[]): Promise<string[][]> {
  const state = makeStateDirectory();
  try {
    const scripts = played.map((entry) => quoted(entry.run)).join(',\n');
    const output = await runScript(
      state.path,
      `${withWorld(state.path, world(version))}$entries = @(${scripts})\n${runEntries}`,
    );
    const answers = [...output.matchAll(/^entry \d+ (\S*)\r?$/gm)];
    return answers.map(([, text]) =>
      Buffer.from(text ?? '', 'base64')
        .toString()
        .split('\n'),
    );
  } finally {
    state.dispose();
  }
}

describe.each(versions)('the simulated gateway, Windows Server %s', (version) => {
  const played = entries.filter((entry) => versionOf(entry) === version);
  let answers: string[][] = [];
  beforeAll(async () => {
    answers = await play(version, played);
  }, 60_000);

  const cases = played.map((entry, index) => {
    return [`${entry.place} ${entry.fact}${markInferred(entry)}`, entry, index] as const;
  });
  it.each(cases)('%s', (_title, entry, index) => {
    expect(answers[index]).toEqual(entry.expect);
  });
});
