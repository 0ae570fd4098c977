# BGP neighbours. A name is unique inside its routing domain.

Register-Reading 'Get-BgpPeer' {
    param($state, $call)
    $domains = Get-SortedKeys $state.BgpRouters
    if (-not $call.Bound['AllRoutingDomains']) { $domains = Get-RequiredRoutingDomain $call }
    foreach ($domain in $domains) {
        $router = Get-NamedRouter $state $domain
        $names = Get-SortedKeys $router.Peers
        if ($call.Bound['Name']) { $names = @($call.Bound['Name']) }
        foreach ($name in $names) {
            if ($router.Peers.Contains($name)) { ConvertTo-PeerObject $state $domain $router.Peers[$name] }
            else { $call.Errors.Add((New-NotFoundError 'BGP peer' $name)) }
        }
    }
}

Register-Change 'Add-BgpPeer' {
    param($state, $call)
    $domain = @(Get-RequiredRoutingDomain $call)[0]
    $router = Get-NamedRouter $state $domain
    $name = $call.Bound['Name']
    if ($router.Peers.Contains($name)) {
        Stop-Behaviour (New-CimError 'HRESULT 800700B7' 'ResourceExists' "Routing domain $domain already has a BGP peer $name." $name)
    }
    $peer = New-BgpPeerEntry $router $call.Bound
    Assert-FreeAddress $router $peer
    $router.Peers[$name] = $peer
    ConvertTo-PeerObject $state $domain $peer
}

Register-Change 'Set-BgpPeer' -Question 'BGP peering session is active for peer {0}. Do you want to apply settings and restart peering?' {
    param($state, $call)
    $domain = @(Get-RequiredRoutingDomain $call)[0]
    $peer = Get-NamedPeer $state $domain $call.Bound['Name']
    if ($call.Bound['ClearPrefixLimit'] -and $call.Bound.ContainsKey('MaxAllowedPrefix')) {
        Stop-Behaviour (New-InvalidArgumentError 'MaxAllowedPrefix and ClearPrefixLimit exclude each other.' $peer.Name)
    }
    Set-BgpSettings $peer $call.Bound
    Assert-FreeAddress (Get-NamedRouter $state $domain) $peer
    if ($call.Bound['ClearPrefixLimit']) { $peer.MaxAllowedPrefix = $null }
    $peer.StartedAt = Get-Moment
    ConvertTo-PeerObject $state $domain $peer
}

Register-Change 'Remove-BgpPeer' -Question 'BGP peering session is active with peer {0}. Do you want to stop peering and remove this peer?' {
    param($state, $call)
    $domain = @(Get-RequiredRoutingDomain $call)[0]
    $router = Get-NamedRouter $state $domain
    foreach ($name in @($call.Bound['Name'])) {
        if ($router.Peers.Contains($name)) { $router.Peers.Remove($name) }
        else { $call.Errors.Add((New-NotFoundError 'BGP peer' $name)) }
    }
}

Register-Change 'Start-BgpPeer' {
    param($state, $call)
    foreach ($name in @($call.Bound['Name'])) {
        $peer = Get-NamedPeer $state @(Get-RequiredRoutingDomain $call)[0] $name
        if ($peer.Stopped) { $peer.Stopped = $false; $peer.StartedAt = Get-Moment }
    }
}

Register-Change 'Stop-BgpPeer' -Question 'BGP peering session could be active for peer {0} of routing domain {1}. Do you want to stop the peering?' {
    param($state, $call)
    foreach ($name in @($call.Bound['Name'])) { (Get-NamedPeer $state @(Get-RequiredRoutingDomain $call)[0] $name).Stopped = $true }
}

function Assert-FreeAddress {
    param([Collections.IDictionary]$Router, [Collections.IDictionary]$Peer)
    foreach ($other in $Router.Peers.Values) {
        if ($other.Name -ne $Peer.Name -and $other.PeerIPAddress -eq $Peer.PeerIPAddress) {
            Stop-Behaviour (New-CimError 'HRESULT 800700B7' 'ResourceExists' "BGP peer $($other.Name) already has the address $($Peer.PeerIPAddress)." $Peer.Name)
        }
    }
}

function Get-NamedPeer {
    param([Collections.IDictionary]$State, [string]$RoutingDomain, [string]$Name)
    $router = Get-NamedRouter $State $RoutingDomain
    if (-not $router.Peers.Contains($Name)) { Stop-Behaviour (New-NotFoundError 'BGP peer' $Name) }
    $router.Peers[$Name]
}

function ConvertTo-PeerObject {
    param([Collections.IDictionary]$State, [string]$RoutingDomain, [Collections.IDictionary]$Peer)
    $domain = $State.RoutingDomains[$RoutingDomain]
    $shown = [ordered]@{
        RoutingDomain = $(if ($domain) { $domain.Name } else { $RoutingDomain })
        PeerName = $Peer.Name; LocalIPAddress = $Peer.LocalIPAddress; PeerIPAddress = $Peer.PeerIPAddress
        LocalASN = [uint32]$Peer.LocalASN; PeerASN = [uint32]$Peer.PeerASN
        OperationMode = $Peer.OperationMode; PeeringMode = $Peer.PeeringMode
        HoldTimeSec = [uint16]$Peer.HoldTimeSec; IdleHoldTimeSec = [uint16]$Peer.IdleHoldTimeSec; Weight = [uint16]$Peer.Weight
        ConnectivityStatus = Get-PeerStatus $State $RoutingDomain $Peer
        IngressPolicyList = [string[]]@($Peer.IngressPolicyList); EgressPolicyList = [string[]]@($Peer.EgressPolicyList)
        MaxAllowedPrefix = $Peer.MaxAllowedPrefix
    }
    if (Test-VersionAtLeast $State 2016) { $shown.RouteReflectorClient = [bool]$Peer.RouteReflectorClient }
    New-CimObject 'BgpPeerConfig' $shown
}
