# Making a world, and looking at it from a test.

function Reset-Simulator {
    [CmdletBinding()]
    param([Parameter(Mandatory = $true)][object[]]$Machines)
    [void][IO.Directory]::CreateDirectory($script:StateDirectory)
    foreach ($machine in $Machines) {
        $state = New-MachineState $machine
        $lock = Enter-MachineLock $state.Name
        try {
            Write-MachineState $state.Name $state
            [IO.File]::WriteAllText([IO.Path]::Combine($script:StateDirectory, "$($state.Name).journal"), '')
        }
        finally { $lock.Dispose() }
    }
}

function New-MachineState {
    param([Collections.IDictionary]$Machine)
    $state = @{
        Name = [string]$Machine['Name']; Version = [string]$Machine['Version']
        CapacityKbps = [uint64]307200; Server = @{ Ikev2Ports = [uint32]128; L2tpPorts = [uint32]128; SstpPorts = [uint32]128 }
        Services = @{ RemoteAccess = 'Running' }
        RoutingDomains = @{}; Tunnels = @{}; FarEnds = @{}; BgpRouters = @{}; FarEndRouters = @{}; Faults = @(); Applied = @{}
        HoldSeconds = [double]0
    }
    if ($null -ne $Machine['HoldSeconds']) { $state.HoldSeconds = [double]$Machine['HoldSeconds'] }
    if ($null -ne $Machine['CapacityKbps']) { $state.CapacityKbps = [uint64]$Machine['CapacityKbps'] }
    if ($null -ne $Machine['Ikev2Ports']) { $state.Server.Ikev2Ports = [uint32]$Machine['Ikev2Ports'] }
    foreach ($domain in @($Machine['RoutingDomains'])) { if ($domain) { Add-WorldRoutingDomain $state $domain } }
    foreach ($tunnel in @($Machine['Tunnels'])) { if ($tunnel) { Add-WorldTunnel $state $tunnel } }
    foreach ($router in @($Machine['BgpRouters'])) {
        if ($router) { $state.BgpRouters[[string]$router['RoutingDomain']] = New-BgpRouterEntry $router }
    }
    foreach ($peer in @($Machine['BgpPeers'])) {
        if (-not $peer) { continue }
        $router = $state.BgpRouters[[string]$peer['RoutingDomain']]
        if (-not $router) { throw "BGP peer $($peer['Name']) names a routing domain without a BGP router." }
        $router.Peers[[string]$peer['Name']] = New-BgpPeerEntry $router $peer
        # It was there before the world began.
        $router.Peers[[string]$peer['Name']].StartedAt = 0
    }
    foreach ($farEnd in @($Machine['FarEndRouters'])) {
        if (-not $farEnd) { continue }
        $entry = @{ ASN = [uint32]$farEnd['ASN']; Announces = [string[]]@($farEnd['Announces']) }
        $state.FarEndRouters["$($farEnd['RoutingDomain'])|$($farEnd['Address'])"] = $entry
    }
    Connect-ReadyTunnel $state
    $state
}

function Add-WorldRoutingDomain {
    param([Collections.IDictionary]$State, [Collections.IDictionary]$Domain)
    $entry = New-RoutingDomainEntry $Domain['Name'] $Domain['Id'] ($State.RoutingDomains.Count + 2)
    if ($Domain['Type']) { Set-RoutingDomainType $entry $Domain['Type'] $true }
    if ($null -ne $Domain['TenantName']) { $entry.Settings.TenantName = [string[]]@($Domain['TenantName']) }
    $State.RoutingDomains[$entry.Name] = $entry
}

function Add-WorldTunnel {
    param([Collections.IDictionary]$State, [Collections.IDictionary]$Parameters)
    $tunnel = New-Tunnel ([string]$Parameters['RoutingDomain']) $Parameters
    # Long enough ago that a dial which is going to fail has failed.
    $tunnel.DialledAt = (Get-Moment) - [timespan]::TicksPerMinute
    $State.Tunnels[$tunnel.Name] = $tunnel
    if ($Parameters['FarEndReady']) {
        $State.FarEnds[$tunnel.Name] = @{ CredentialHash = Get-CredentialHash $tunnel }
        Invoke-Dial $State $tunnel
        if ($tunnel.Active) { $tunnel.Active.Since = (Get-Moment) - [timespan]::TicksPerHour }
    }
}

function New-RoutingDomainEntry {
    param([string]$Name, [string]$Id, [int]$CompartmentId)
    @{
        Name = $Name; Id = $Id; CompartmentId = [uint32]$CompartmentId; Vpn = $false; VpnS2S = $false; Routing = $false
        Settings = @{
            EnableQoS = 'Disabled'; TxBandwidthKbps = [uint64]0; RxBandwidthKbps = [uint64]0; IPAddressRange = $null; IPv6Prefix = ''
            InterimAccountingPeriodSec = [uint32]0; DnsIPAddress = $null; NetBiosIPAddress = $null
            MaximumVpnConnections = [uint32]100; TenantName = $null; EncryptionType = 'RequireEncryption'
        }
    }
}

function Set-RoutingDomainType {
    param([Collections.IDictionary]$Domain, [string]$Type, [bool]$On)
    if ($Type -in 'Vpn', 'All') { $Domain.Vpn = $On }
    if ($Type -in 'VpnS2S', 'All') { $Domain.VpnS2S = $On }
    # The routing half comes with any kind and goes with the last.
    $Domain.Routing = $Domain.Vpn -or $Domain.VpnS2S -or ($Type -eq 'RoutingOnly' -and $On)
}

# Everything that a test may want to compare; key hashes, never keys.
function Get-SimulatorState {
    [CmdletBinding()]
    param()
    $state = Read-MachineState $script:MachineName
    $tunnels = foreach ($name in (Get-SortedKeys $state.Tunnels)) {
        $tunnel = $state.Tunnels[$name]
        $view = Get-TunnelView $state $tunnel
        $settings = $script:TunnelDefaults.Clone()
        foreach ($key in $tunnel.Settings.Keys) { $settings[$key] = $tunnel.Settings[$key] }
        [pscustomobject]@{
            Name = $tunnel.Name; RoutingDomain = $tunnel.RoutingDomain; Settings = $settings
            KeyHash = $tunnel['SharedSecretHash']; PasswordHash = $tunnel['PasswordHash']; HeldDown = $tunnel.HeldDown
            Active = $tunnel.Active; ConnectionState = $view.ConnectionState; LastError = $view.LastError
            FarEndHasKey = $state.FarEnds.Contains($name) -and $state.FarEnds[$name].CredentialHash -eq (Get-CredentialHash $tunnel)
        }
    }
    [pscustomobject]@{
        Name = $state.Name; Version = $state.Version; CapacityKbps = $state.CapacityKbps; Server = $state.Server
        Services = $state.Services; RoutingDomains = $state.RoutingDomains; Tunnels = @($tunnels)
        BgpRouters = $state.BgpRouters; Faults = @($state.Faults); Applied = $state.Applied
    }
}
