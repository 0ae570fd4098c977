# BGP sessions follow their tunnel: a peer is up while a connected tunnel of its routing domain leads to its address.

function Find-BgpPeer {
    param([Collections.IDictionary]$State, [string]$Name)
    foreach ($router in $State.BgpRouters.Values) { if ($router.Peers.Contains($Name)) { return $router.Peers[$Name] } }
}

function Test-TunnelLeadsTo {
    param([Collections.IDictionary]$Tunnel, [string]$Address)
    if ($null -eq $Tunnel.Active) { return $false }
    foreach ($list in $script:SubnetLists) {
        foreach ($subnet in @($Tunnel.Active[$list])) {
            if ($subnet -and (Test-SubnetContains $subnet $Address)) { return $true }
        }
    }
    $false
}

function Find-PeerBehind {
    param([Collections.IDictionary]$State, [Collections.IDictionary]$Tunnel)
    $router = $State.BgpRouters[$Tunnel.RoutingDomain]
    if (-not $router) { return }
    foreach ($peer in $router.Peers.Values) { if (Test-TunnelLeadsTo $Tunnel $peer.PeerIPAddress) { return $peer } }
}

function Find-TunnelTo {
    param([Collections.IDictionary]$State, [string]$RoutingDomain, [string]$Address)
    foreach ($tunnel in $State.Tunnels.Values) {
        if ($tunnel.RoutingDomain -eq $RoutingDomain -and (Test-TunnelLeadsTo $tunnel $Address)) { return $tunnel }
    }
}

function Get-PeerStatus {
    param([Collections.IDictionary]$State, [string]$RoutingDomain, [Collections.IDictionary]$Peer)
    if ($Peer.Stopped) { return 'Stopped' }
    $tunnel = Find-TunnelTo $State $RoutingDomain $Peer.PeerIPAddress
    if (-not $tunnel) { return 'Connecting' }
    if ((Test-FlappedDown $State $Peer.Name) -or (Test-FlappedDown $State $tunnel.Name)) { return 'Connecting' }
    # A session takes a moment to establish after its peer was made or its tunnel came up.
    $since = [math]::Max([long]$Peer.StartedAt, [long]$tunnel.Active.Since)
    if ((Get-SecondsSince $since) -lt 1) { return 'Connecting' }
    'Connected'
}

function New-BgpRouterEntry {
    param([Collections.IDictionary]$Parameters)
    $router = @{
        BgpIdentifier = ''; LocalASN = [uint32]0; IPv6Routing = 'Disabled'; LocalIPv6Address = $null
        CompareMEDAcrossASN = $false; DefaultGatewayRouting = $false; TransitRouting = 'Disabled'
        RouteReflector = 'Disabled'; ClusterId = [uint32]0; ClientToClientReflection = 'Enabled'; Peers = @{}
    }
    Set-BgpSettings $router $Parameters
    $router
}

function New-BgpPeerEntry {
    param([Collections.IDictionary]$Router, [Collections.IDictionary]$Parameters)
    $peer = @{
        Name = [string]$Parameters['Name']; LocalIPAddress = ''; PeerIPAddress = ''; LocalASN = $Router.LocalASN; PeerASN = [uint32]0
        OperationMode = 'Mixed'; PeeringMode = 'Automatic'; HoldTimeSec = [uint16]180; IdleHoldTimeSec = [uint16]30
        Weight = [uint16]32768; MaxAllowedPrefix = $null; RouteReflectorClient = $false
        IngressPolicyList = @(); EgressPolicyList = @(); Stopped = $false; StartedAt = Get-Moment
    }
    Set-BgpSettings $peer $Parameters
    $peer.Stopped = $peer.PeeringMode -eq 'Manual'
    $peer
}

# Only what the entry knows is a setting; the rest of the parameters says how to run.
function Set-BgpSettings {
    param([Collections.IDictionary]$Entry, [Collections.IDictionary]$Parameters)
    foreach ($name in @($Parameters.Keys)) {
        if ($name -in 'Name', 'Peers' -or -not $Entry.Contains($name)) { continue }
        $value = $Parameters[$name]
        switch -Regex ($name) {
            'ASN$|^ClusterId$|^MaxAllowedPrefix$' { if ($name -ne 'CompareMEDAcrossASN') { $value = [uint32]$value } else { $value = [bool]$value } }
            '^(HoldTimeSec|IdleHoldTimeSec|Weight)$' { $value = [uint16]$value }
            '^(DefaultGatewayRouting|RouteReflectorClient)$' { $value = [bool]$value }
            'Address$|^BgpIdentifier$' { $value = "$value" }
        }
        $Entry[$name] = $value
    }
}
