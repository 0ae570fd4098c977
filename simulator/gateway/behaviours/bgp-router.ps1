# One BGP router per routing domain.

Register-Reading 'Get-BgpRouter' {
    param($state, $call)
    foreach ($name in (Get-RequiredRoutingDomain $call)) {
        $router = $state.BgpRouters[$name]
        if ($router) { ConvertTo-RouterObject $state $name $router }
        else { $call.Errors.Add((New-NotFoundError 'BGP router of routing domain' $name)) }
    }
}

Register-Change 'Add-BgpRouter' {
    param($state, $call)
    $name = @(Get-RequiredRoutingDomain $call)[0]
    if (-not $state.RoutingDomains.Contains($name)) { Stop-Behaviour (New-NotFoundError 'Routing domain' $name) }
    if (-not $state.RoutingDomains[$name].Routing) {
        Stop-Behaviour (New-CimError 'HRESULT 80070032' 'InvalidOperation' "Routing domain $name is not enabled." $name)
    }
    if ($state.BgpRouters.Contains($name)) {
        Stop-Behaviour (New-CimError 'HRESULT 800700B7' 'ResourceExists' "Routing domain $name already has a BGP router." $name)
    }
    $name = $state.RoutingDomains[$name].Name
    $state.BgpRouters[$name] = New-BgpRouterEntry $call.Bound
    ConvertTo-RouterObject $state $name $state.BgpRouters[$name]
}

Register-Change 'Set-BgpRouter' -Question 'One or more BGP peering sessions are active. Applying changes will restart these sessions. Do you want to continue?' {
    param($state, $call)
    $name = @(Get-RequiredRoutingDomain $call)[0]
    $router = Get-NamedRouter $state $name
    Set-BgpSettings $router $call.Bound
    foreach ($peer in $router.Peers.Values) { $peer.StartedAt = Get-Moment }
    ConvertTo-RouterObject $state $name $router
}

# Without a routing domain it takes them all.
Register-Change 'Remove-BgpRouter' -Question 'Are you sure you want to remove the BGP router for routing domain {1} and stop any active BGP peering sessions?' {
    param($state, $call)
    $names = @($call.Bound['RoutingDomain'])
    if (-not $call.Bound.ContainsKey('RoutingDomain')) { $names = Get-SortedKeys $state.BgpRouters }
    foreach ($name in $names) {
        if ($state.BgpRouters.Contains($name)) { $state.BgpRouters.Remove($name) }
        else { $call.Errors.Add((New-NotFoundError 'BGP router of routing domain' $name)) }
    }
}

function Get-RequiredRoutingDomain {
    param([Collections.IDictionary]$Call)
    if (-not $Call.Bound['RoutingDomain']) { Stop-Behaviour (New-InvalidArgumentError 'A multitenant gateway needs RoutingDomain.' $Call.Name) }
    @($Call.Bound['RoutingDomain'])
}

function Get-NamedRouter {
    param([Collections.IDictionary]$State, [string]$RoutingDomain)
    if (-not $State.BgpRouters.Contains($RoutingDomain)) { Stop-Behaviour (New-NotFoundError 'BGP router of routing domain' $RoutingDomain) }
    $State.BgpRouters[$RoutingDomain]
}

function ConvertTo-RouterObject {
    param([Collections.IDictionary]$State, [string]$RoutingDomain, [Collections.IDictionary]$Router)
    $domain = $State.RoutingDomains[$RoutingDomain]
    $shown = [ordered]@{
        RoutingDomain = $(if ($domain) { $domain.Name } else { $RoutingDomain })
        BgpIdentifier = $Router.BgpIdentifier; LocalASN = [uint32]$Router.LocalASN; IPv6Routing = $Router.IPv6Routing
        LocalIPv6Address = $Router.LocalIPv6Address; CompareMEDAcrossASN = $Router.CompareMEDAcrossASN
        DefaultGatewayRouting = $Router.DefaultGatewayRouting; PeerName = Get-SortedKeys $Router.Peers; PolicyName = Get-SortedKeys $Router.Policies
    }
    if (Test-VersionAtLeast $State 2016) {
        foreach ($name in 'TransitRouting', 'RouteReflector', 'ClusterId', 'ClientToClientReflection') { $shown[$name] = $Router[$name] }
    }
    New-CimObject 'BgpRouterConfig' $shown
}
