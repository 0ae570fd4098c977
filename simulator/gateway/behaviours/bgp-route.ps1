# What BGP learned, what it announces besides, and how much was said.

Register-Reading 'Get-BgpRouteInformation' {
    param($state, $call)
    $domain = @(Get-RequiredRoutingDomain $call)[0]
    $router = Get-NamedRouter $state $domain
    $wanted = @($call.Bound['Network'] | Where-Object { $_ })
    foreach ($route in (Get-BgpRoute $state $domain $router)) {
        if ($wanted.Count -eq 0 -or $wanted -contains $route.Network) { $route }
    }
}

Register-Reading 'Get-BgpCustomRoute' {
    param($state, $call)
    $domains = Get-SortedKeys $state.BgpRouters
    if (-not $call.Bound['AllRoutingDomains']) { $domains = Get-RequiredRoutingDomain $call }
    foreach ($domain in $domains) { ConvertTo-CustomRouteObject $state $domain (Get-NamedRouter $state $domain) }
}

Register-Change 'Add-BgpCustomRoute' {
    param($state, $call)
    $domain = @(Get-RequiredRoutingDomain $call)[0]
    $router = Get-NamedRouter $state $domain
    if (-not $call.Bound['Network'] -and -not $call.Bound['Interface']) {
        Stop-Behaviour (New-InvalidArgumentError 'Give Network or Interface.' $domain)
    }
    foreach ($network in @($call.Bound['Network'])) {
        if (-not $network) { continue }
        if (-not (Split-Subnet $network)) { Stop-Behaviour (New-InvalidArgumentError "Network $network is not prefix/length." $domain) }
        if (@($router.CustomNetworks) -notcontains $network) { $router.CustomNetworks = [string[]](@($router.CustomNetworks) + $network) }
    }
    foreach ($alias in @($call.Bound['Interface'])) {
        if ($alias -and @($router.CustomInterfaces) -notcontains $alias) { $router.CustomInterfaces = [string[]](@($router.CustomInterfaces) + $alias) }
    }
    ConvertTo-CustomRouteObject $state $domain $router
}

Register-Change 'Remove-BgpCustomRoute' -Question 'Removing specified custom networks from BGP router of Routing Domain {1}. Do you want to continue?' {
    param($state, $call)
    $router = Get-NamedRouter $state @(Get-RequiredRoutingDomain $call)[0]
    foreach ($pair in @(@('Network', 'CustomNetworks'), @('Interface', 'CustomInterfaces'))) {
        foreach ($item in @($call.Bound[$pair[0]])) {
            if (-not $item) { continue }
            if (@($router[$pair[1]]) -notcontains $item) { $call.Errors.Add((New-NotFoundError 'Custom route' $item)); continue }
            $router[$pair[1]] = [string[]]@($router[$pair[1]] | Where-Object { $_ -ne $item })
        }
    }
}

Register-Reading 'Get-BgpStatistics' {
    param($state, $call)
    $domains = Get-SortedKeys $state.BgpRouters
    if (-not $call.Bound['AllRoutingDomains']) { $domains = Get-RequiredRoutingDomain $call }
    foreach ($domain in $domains) {
        $router = Get-NamedRouter $state $domain
        $names = Get-SortedKeys $router.Peers
        if ($call.Bound['PeerName']) { $names = @($call.Bound['PeerName']) }
        foreach ($name in $names) {
            if ($router.Peers.Contains($name)) { ConvertTo-BgpStatisticsObject $state $domain $router.Peers[$name] }
            else { $call.Errors.Add((New-NotFoundError 'BGP peer' $name)) }
        }
    }
}

function Get-BgpRoute {
    param([Collections.IDictionary]$State, [string]$RoutingDomain, [Collections.IDictionary]$Router)
    foreach ($network in @($Router.CustomNetworks)) {
        if ($network) { New-BgpRouteObject $State $RoutingDomain @{ Network = $network; NextHop = '0.0.0.0'; Peer = ''; Path = @() } }
    }
    foreach ($name in (Get-SortedKeys $Router.Peers)) {
        $peer = $Router.Peers[$name]
        if ((Get-PeerStatus $State $RoutingDomain $peer) -ne 'Connected') { continue }
        # Inside one AS the path stays as it was.
        $path = @()
        if ([uint32]$peer.PeerASN -ne [uint32]$peer.LocalASN) {
            $path = @([pscustomobject]@{ PathType = 'AS_SEQUENCE'; ASN = [uint32[]]@($peer.PeerASN) })
        }
        $tunnel = Find-TunnelTo $State $RoutingDomain $peer.PeerIPAddress
        foreach ($network in (Get-Announced $State $RoutingDomain $peer $tunnel)) {
            if (Test-Denied $Router $peer $network) { continue }
            New-BgpRouteObject $State $RoutingDomain @{ Network = $network; NextHop = $peer.PeerIPAddress; Peer = $peer.Name; Path = $path }
        }
    }
}

function New-BgpRouteObject {
    param([Collections.IDictionary]$State, [string]$RoutingDomain, [Collections.IDictionary]$Route)
    $shown = [ordered]@{
        RoutingDomain = Get-DomainName $State $RoutingDomain; Network = $Route.Network; NextHop = $Route.NextHop; Origin = 'IGP'
        ASPath = [object[]]$Route.Path; LocalPref = [uint32]100; Community = [string[]]@(); MED = [uint32]0; LearnedFromPeer = $Route.Peer
    }
    if (Test-VersionAtLeast $State 2016) { $shown.State = [string[]]@('Best') }
    New-CimObject 'BgpRouteInfo' $shown
}

function ConvertTo-CustomRouteObject {
    param([Collections.IDictionary]$State, [string]$RoutingDomain, [Collections.IDictionary]$Router)
    New-CimObject 'BgpCustomNetworkInfo' ([ordered]@{
            RoutingDomain = Get-DomainName $State $RoutingDomain
            Network = [string[]]@($Router.CustomNetworks); Interface = [string[]]@($Router.CustomInterfaces)
        })
}

# Counters follow from the time that the session stands; a date that never was is the first of all days.
function ConvertTo-BgpStatisticsObject {
    param([Collections.IDictionary]$State, [string]$RoutingDomain, [Collections.IDictionary]$Peer)
    $never = [datetime]::MinValue
    $up = $never
    $alive = @{ Count = [uint64]0; At = $never }
    $routes = [uint64]0
    if ((Get-PeerStatus $State $RoutingDomain $Peer) -eq 'Connected') {
        $tunnel = Find-TunnelTo $State $RoutingDomain $Peer.PeerIPAddress
        $start = Get-SessionStart $State $Peer $tunnel
        $up = [datetime]::new($start, 'Utc').ToLocalTime()
        $every = [math]::Max(1, [math]::Floor($Peer.HoldTimeSec / 3))
        $beats = [math]::Floor((Get-SecondsSince $start) / $every)
        $alive = @{ Count = [uint64](1 + $beats); At = $up.AddSeconds($beats * $every) }
        $routes = [uint64]@(Get-Announced $State $RoutingDomain $Peer $tunnel).Count
    }
    $opened = @{ Count = [uint64]($up -ne $never); At = $up }
    $none = @{ Count = [uint64]0; At = $never }
    $counter = [pscustomobject]@{
        UpdateSentCount = [uint64]0; UpdateReceivedCount = $routes; WithdrawlSentCount = [uint64]0; WithdrawlReceivedCount = [uint64]0
    }
    New-CimObject 'BgpStatistics' ([ordered]@{
            RoutingDomain = Get-DomainName $State $RoutingDomain; PeerName = $Peer.Name
            TcpConnectionEstablished = $up; TcpConnectionClosed = $never
            OpenMessage = New-MessageCount $opened; UpdateMessage = New-MessageCount $opened; NotificationMessage = New-MessageCount $none
            KeepAliveMessage = New-MessageCount $alive; RouteRefreshMessage = New-MessageCount $none; IPv4Route = $counter
        })
}

function New-MessageCount {
    param([Collections.IDictionary]$Seen)
    [pscustomobject]@{ LastSent = $Seen.At; LastReceived = $Seen.At; SentCount = $Seen.Count; ReceivedCount = $Seen.Count }
}

function Get-DomainName {
    param([Collections.IDictionary]$State, [string]$RoutingDomain)
    $domain = $State.RoutingDomains[$RoutingDomain]
    if ($domain) { $domain.Name } else { $RoutingDomain }
}
