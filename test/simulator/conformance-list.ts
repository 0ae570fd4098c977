/** What the simulator owes to the real gateway. */
export interface Entry {
  /** Section of the operations runbook, or `fault` for the outages of the sandbox. */
  place: string;
  fact: string;
  /** Our own conclusion, not yet seen on a real gateway. */
  inferred?: true;
  version?: '2022';
  /** PowerShell, over the world of `conformance.test.ts`. `@psk` holds the usual parameters of a contoso tunnel. */
  run: string;
  /** Lines of output; `! id` is an error and ends the entry. */
  expect: string[];
}

const readHq = `Get-VpnS2SInterface contoso-hq | ForEach-Object { "$($_.ConnectionState) $($_.LastError) $($_.UnReachabilityReasons)".Trim() }`;
const addHq = 'Add-VpnS2SInterface @psk -Name contoso-hq -Destination 203.0.113.7 -Persistent;';
const wait = (seconds: number) => `[Threading.Thread]::Sleep(${1000 * seconds});`;
const asks = (cmdlet: string) => [`! InvalidOperation,${cmdlet}`];

export const gatewayEntries: Entry[] = [
  {
    place: 'S0.4',
    fact: 'a multitenant gateway says so, with its capacity as UInt64',
    run: '$r = Get-RemoteAccess; $r.VpnMultiTenancyStatus; $r.CapacityKbps; $r.CapacityKbps.GetType().Name',
    expect: ['Installed', '1000000', 'UInt64'],
  },
  {
    place: 'S0.4',
    fact: 'there is one compartment besides the default per routing domain, with its id as GUID',
    run: 'Get-NetCompartment | ForEach-Object { "$($_.CompartmentId) $($_.CompartmentDescription)" }; (Get-NetCompartment -CompartmentId 2).CompartmentGuid',
    expect: [
      '1 Default Compartment',
      '2 Contoso',
      '3 Fabrikam',
      '4 Dialin',
      '{c0c0a000-0000-4000-8000-00000000c001}',
    ],
  },
  {
    place: 'S0.4',
    fact: 'the RemoteAccess service runs',
    run: '(Get-Service RemoteAccess).Status',
    expect: ['Running'],
  },
  {
    place: 'S0.4',
    fact: 'the other services that health reads are there, others are an error',
    run: '(Get-Service RasMan, IKEEXT, BFE).Name; Get-Service Spooler',
    expect: ['RasMan', 'IKEEXT', 'BFE', '! NoServiceFoundForGivenName,Get-Service'],
  },
  {
    place: 'S1.8',
    fact: 'enabling a routing domain needs a kind',
    run: 'Enable-RemoteAccessRoutingDomain -Name Dialin',
    expect: ['! MissingMandatoryParameter,Enable-RemoteAccessRoutingDomain'],
  },
  {
    place: 'S1.8',
    fact: 'enabling All switches both kinds on, the status text is the documented one',
    run: 'Enable-RemoteAccessRoutingDomain -Name Dialin -Type All -PassThru | ForEach-Object { "$($_.VpnStatus) $($_.VpnS2SStatus) $($_.RoutingDomainStatus)" }',
    expect: ['Enabled Enabled Enabled and Available'],
  },
  {
    place: 'S1.8',
    fact: 'disabling site-to-site brings the tunnels of the tenant down',
    inferred: true,
    run: "Disable-RemoteAccessRoutingDomain -Name Contoso -Type VpnS2S -Force; (Get-VpnS2SInterface contoso-branch).ConnectionState -ne 'Connected'",
    expect: ['True'],
  },
  {
    place: 'S4.4',
    fact: 'the address range of a routing domain is a start and an end',
    run: "Set-RemoteAccessRoutingDomain -Name Contoso -IPAddressRange '10.99.0.10', '10.99.0.109' -MaximumVpnConnections 50 -Force -PassThru | ForEach-Object { $_.IPAddressRange; $_.MaximumVpnConnections }; Set-RemoteAccessRoutingDomain -Name Contoso -IPAddressRange '10.99.0.10' -Force",
    expect: [
      '10.99.0.10 - 10.99.0.109',
      '50',
      '! Windows System Error 87,Set-RemoteAccessRoutingDomain',
    ],
  },
  {
    place: 'C',
    fact: '2012 R2 cannot list the peers of all routing domains',
    run: 'Get-BgpPeer -AllRoutingDomains',
    expect: ['! NamedParameterNotFound,Get-BgpPeer'],
  },
  {
    place: 'C',
    fact: 'later versions list the peers of all routing domains',
    version: '2022',
    run: '(Get-BgpPeer -AllRoutingDomains).PeerName',
    expect: ['contoso-bgp'],
  },
  {
    place: 'C',
    fact: 'GRE interfaces came after 2012 R2',
    version: '2022',
    run: 'Add-VpnS2SInterface -RoutingDomain Contoso -Name gre -Destination 203.0.113.20 -GreTunnel -SourceIpAddress 203.0.113.10 -GreKey 7 -PassThru | ForEach-Object { "$($_.Protocol) $($_.GreKey)" }',
    expect: ['GRE 7'],
  },
  {
    place: 'C',
    fact: 'properties of later versions are absent on 2012 R2',
    run: "@((Get-VpnS2SInterface contoso-branch).PSObject.Properties | Where-Object { $_.Name -in 'MMSALifeTime', 'LastDisconnectReason', 'AutoConnectEnabled' }).Count",
    expect: ['0'],
  },
  {
    place: 'C',
    fact: 'properties of later versions are there on 2022',
    version: '2022',
    run: '$t = Get-VpnS2SInterface contoso-branch; $t.MMSALifeTime; $t.AutoConnectEnabled; $t.LastDisconnectReason.GetType().Name',
    expect: ['28800', 'False', 'UInt32'],
  },
  {
    place: 'S8.4',
    fact: 'a restart of the service drops every tunnel; persistent ones come back, the others do not',
    run: `Add-VpnS2SInterface @psk -Name ondemand -Destination 203.0.113.8; Set-SimulatorPeerKey ondemand; Connect-VpnS2SInterface ondemand; $up = 'Get-VpnS2SInterface | ForEach-Object { "$($_.Name) $($_.ConnectionState)" }'; & ([scriptblock]::Create($up)); Restart-Service RemoteAccess; & ([scriptblock]::Create($up))`,
    expect: [
      'contoso-branch Connected',
      'ondemand Connected',
      'contoso-branch Connected',
      'ondemand Disconnected',
    ],
  },
  {
    place: 'fault',
    fact: 'a dropped tunnel does not answer until it is healed, then comes back by itself',
    run: `Set-SimulatorFault -Kind drop-tunnel -Tunnel contoso-branch; (Get-VpnS2SInterface contoso-branch).ConnectionState; ${wait(2.1)} Get-VpnS2SInterface contoso-branch | ForEach-Object { "$($_.ConnectionState) $($_.LastError)" }; Clear-SimulatorFault; (Get-VpnS2SInterface contoso-branch).ConnectionState`,
    expect: ['Connecting', 'Unreachable 809', 'Connected'],
  },
  {
    place: 'fault',
    fact: 'a dial to a silent far end lasts as long as the fault says, and each dial anew',
    run: `Set-SimulatorFault -Kind drop-tunnel -Tunnel contoso-branch -Seconds 1; ${wait(1.1)} (Get-VpnS2SInterface contoso-branch).ConnectionState; Connect-VpnS2SInterface contoso-branch; (Get-VpnS2SInterface contoso-branch).ConnectionState; ${wait(1.1)} (Get-VpnS2SInterface contoso-branch).ConnectionState`,
    expect: ['Unreachable', 'Connecting', 'Unreachable'],
  },
  {
    place: 'fault',
    fact: 'a flapping peer goes down and up while its tunnel stays',
    run: `Set-SimulatorFault -Kind flap-peer -Tunnel contoso-branch -Seconds 1; (Get-BgpPeer -RoutingDomain Contoso).ConnectivityStatus; ${wait(1.1)} (Get-BgpPeer -RoutingDomain Contoso).ConnectivityStatus; (Get-VpnS2SInterface contoso-branch).ConnectionState`,
    expect: ['Connecting', 'Connected', 'Connected'],
  },
  {
    place: 'fault',
    fact: 'a failing cmdlet says the given words and changes nothing; once is once',
    run: `Set-SimulatorFault -Kind fail -Cmdlet Add-VpnS2SInterface -Message 'disk full' -Once; try { ${addHq} } catch { $_.Exception.Message }; @(Get-VpnS2SInterface).Count; ${addHq} @(Get-VpnS2SInterface).Count`,
    expect: ['disk full', '1', '2'],
  },
  {
    place: 'fault',
    fact: 'a slow cmdlet waits before it acts and holds up nobody else meanwhile',
    run: 'Set-SimulatorFault -Kind slow -Cmdlet Get-VpnS2SInterface -Milliseconds 300; $w = [Diagnostics.Stopwatch]::StartNew(); $null = Get-RemoteAccess; $w.ElapsedMilliseconds -lt 300; $w.Restart(); $null = Get-VpnS2SInterface; $w.ElapsedMilliseconds -ge 300',
    expect: ['True', 'True'],
  },
  {
    place: 'fault',
    fact: 'a lost session ends every call until it is healed',
    run: 'Set-SimulatorFault -Kind lose-session; try { Get-VpnS2SInterface } catch { $_.FullyQualifiedErrorId; $_.Exception.GetType().Name }; Clear-SimulatorFault; (Get-VpnS2SInterface).Name',
    expect: ['SessionLost,Get-VpnS2SInterface', 'PSRemotingTransportException', 'contoso-branch'],
  },
  {
    place: 'fault',
    fact: 'a cmdlet that is not played yet says so instead of doing nothing',
    run: 'Get-DAServer',
    expect: ['! SimulatorLacksBehaviour,Get-DAServer'],
  },
];

export { addHq, asks, readHq, wait };
