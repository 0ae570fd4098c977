# BGP sessions follow their tunnel: a peer is up while a connected tunnel of its routing domain leads to its address,
# and the far end agrees about its own AS number where the world says which one that is. When the tunnel falls, the
# session stays up for the hold time, as though nothing were: the world says how short that is for all peers.

function Find-BgpPeer {
    param([Collections.IDictionary]$State, [string]$Name)
    foreach ($router in $State.BgpRouters.Values) { if ($router.Peers.Contains($Name)) { return $router.Peers[$Name] } }
}

# What a tunnel leads to, as its sessions see it; nothing when they have noticed that it fell.
function Get-SessionPath {
    param([Collections.IDictionary]$State, [Collections.IDictionary]$Tunnel)
    if ($null -ne $Tunnel.Active) { return $Tunnel.Active }
    if ($Tunnel['Fell'] -and (Get-SecondsSince $Tunnel.Fell.At) -lt $State['HoldSeconds']) { $Tunnel.Fell.Active }
}

function Test-TunnelLeadsTo {
    param([Collections.IDictionary]$State, [Collections.IDictionary]$Tunnel, [string]$Address)
    $path = Get-SessionPath $State $Tunnel
    if ($null -eq $path) { return $false }
    foreach ($list in $script:SubnetLists) {
        foreach ($subnet in @($path[$list])) {
            if ($subnet -and (Test-SubnetContains $subnet $Address)) { return $true }
        }
    }
    $false
}

function Find-PeerBehind {
    param([Collections.IDictionary]$State, [Collections.IDictionary]$Tunnel)
    $router = $State.BgpRouters[$Tunnel.RoutingDomain]
    if (-not $router) { return }
    foreach ($peer in $router.Peers.Values) { if (Test-TunnelLeadsTo $State $Tunnel $peer.PeerIPAddress) { return $peer } }
}

function Find-TunnelTo {
    param([Collections.IDictionary]$State, [string]$RoutingDomain, [string]$Address)
    foreach ($tunnel in $State.Tunnels.Values) {
        if ($tunnel.RoutingDomain -eq $RoutingDomain -and (Test-TunnelLeadsTo $State $tunnel $Address)) { return $tunnel }
    }
}

function Get-FarEndRouter {
    param([Collections.IDictionary]$State, [string]$RoutingDomain, [string]$Address)
    $State.FarEndRouters["$RoutingDomain|$Address"]
}

function Get-PeerStatus {
    param([Collections.IDictionary]$State, [string]$RoutingDomain, [Collections.IDictionary]$Peer)
    if ($Peer.Stopped) { return 'Stopped' }
    $tunnel = Find-TunnelTo $State $RoutingDomain $Peer.PeerIPAddress
    if (-not $tunnel) { return 'Connecting' }
    if (Test-Dropped $State $Peer.Name) { return 'Connecting' }
    foreach ($name in $Peer.Name, $tunnel.Name) { if (Test-FlappedDown $State $name) { return 'Connecting' } }
    if ($null -eq $tunnel.Active -and [long]$Peer.StartedAt -gt [long]$tunnel.Fell.At) { return 'Connecting' }
    $farEnd = Get-FarEndRouter $State $RoutingDomain $Peer.PeerIPAddress
    if ($farEnd -and [uint32]$farEnd.ASN -ne [uint32]$Peer.PeerASN) { return 'Connecting' }
    # More prefixes than allowed end the session, each time anew.
    if ($null -ne $Peer.MaxAllowedPrefix -and @(Get-Announced $State $RoutingDomain $Peer $tunnel).Count -gt $Peer.MaxAllowedPrefix) {
        return 'Connecting'
    }
    # A session takes a moment to establish after its peer was made or its tunnel came up.
    if ((Get-SecondsSince (Get-SessionStart $State $Peer $tunnel)) -lt 1) { return 'Connecting' }
    'Connected'
}

function Get-SessionStart {
    param([Collections.IDictionary]$State, [Collections.IDictionary]$Peer, [Collections.IDictionary]$Tunnel)
    [math]::Max([long]$Peer.StartedAt, [long](Get-SessionPath $State $Tunnel).Since)
}

# What the far end announces: what the world says, else what the tunnel is known to lead to, without host routes.
function Get-Announced {
    param([Collections.IDictionary]$State, [string]$RoutingDomain, [Collections.IDictionary]$Peer, [Collections.IDictionary]$Tunnel)
    $farEnd = Get-FarEndRouter $State $RoutingDomain $Peer.PeerIPAddress
    if ($farEnd) { return @($farEnd.Announces) }
    $path = Get-SessionPath $State $Tunnel
    if ($null -eq $path) { return }
    foreach ($list in $script:SubnetLists) {
        foreach ($subnet in @($path[$list])) {
            if ($subnet) {
                $parts = Split-Subnet $subnet
                if ($parts.Length -lt 8 * $parts.Address.GetAddressBytes().Length) { $parts.Prefix }
            }
        }
    }
}

# A Deny policy on the way in keeps out what its prefixes cover, or everything when it matches nothing in particular.
function Test-Denied {
    param([Collections.IDictionary]$Router, [Collections.IDictionary]$Peer, [string]$Network)
    foreach ($name in @($Peer.IngressPolicyList)) {
        $policy = $Router.Policies[$name]
        if (-not $policy -or $policy.PolicyType -ne 'Deny') { continue }
        $prefixes = @($policy.MatchPrefix | Where-Object { $_ })
        if ($prefixes.Count -eq 0) { return $true }
        # The default route covers every other one, and is meant alone.
        foreach ($prefix in $prefixes) {
            if ($prefix -eq $Network) { return $true }
            $inner = Split-Subnet $Network
            $outer = Split-Subnet $prefix
            if ($outer.Length -gt 0 -and $outer.Length -le $inner.Length -and (Test-SubnetContains $prefix "$($inner.Address)")) { return $true }
        }
    }
    $false
}

function New-BgpRouterEntry {
    param([Collections.IDictionary]$Parameters)
    $router = @{
        BgpIdentifier = ''; LocalASN = [uint32]0; IPv6Routing = 'Disabled'; LocalIPv6Address = $null
        CompareMEDAcrossASN = $false; DefaultGatewayRouting = $false; TransitRouting = 'Disabled'
        RouteReflector = 'Disabled'; ClusterId = [uint32]0; ClientToClientReflection = 'Enabled'; Peers = @{}
        Policies = @{}; CustomNetworks = @(); CustomInterfaces = @()
    }
    Set-BgpSettings $router $Parameters
    Assert-Asn $router.LocalASN 'LocalASN'
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
    Assert-Asn $peer.LocalASN 'LocalASN'
    Assert-Asn $peer.PeerASN 'PeerASN'
    $peer.Stopped = $peer.PeeringMode -eq 'Manual'
    $peer
}

function Assert-Asn {
    param([uint32]$Number, [string]$Parameter)
    if ($Number -eq 0) { Stop-Behaviour (New-InvalidArgumentError "$Parameter must not be 0." $Parameter) }
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
