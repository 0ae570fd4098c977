# Site-to-site interfaces: read, create, change, remove.

Register-Reading 'Get-VpnS2SInterface' {
    param($state, $call)
    $name = $call.Bound['Name']
    $domain = $call.Bound['RoutingDomain']
    if ($name -and $domain) { Stop-Behaviour (New-InvalidArgumentError 'Name and RoutingDomain exclude one another.' $name) }
    if ($name) {
        if (-not $state.Tunnels.Contains($name)) { Stop-Behaviour (New-NotFoundError 'VPN site-to-site interface' $name) }
        return ConvertTo-TunnelObject $state $state.Tunnels[$name]
    }
    if ($domain -and -not $state.RoutingDomains.Contains($domain)) { Stop-Behaviour (New-NotFoundError 'Routing domain' $domain) }
    foreach ($key in (Get-SortedKeys $state.Tunnels)) {
        $tunnel = $state.Tunnels[$key]
        if (-not $domain -or $tunnel.RoutingDomain -eq $domain) { ConvertTo-TunnelObject $state $tunnel }
    }
}

Register-Change 'Add-VpnS2SInterface' {
    param($state, $call)
    $name = $call.Bound['Name']
    $domain = $call.Bound['RoutingDomain']
    if (-not $domain) { Stop-Behaviour (New-InvalidArgumentError 'A multitenant gateway needs RoutingDomain.' $name) }
    if ($state.Tunnels.Contains($name)) {
        Stop-Behaviour (New-CimError 'Windows System Error 904' 'ResourceExists' "An interface named $name already exists on this gateway." $name)
    }
    if (-not $state.RoutingDomains.Contains($domain)) { Stop-Behaviour (New-NotFoundError 'Routing domain' $domain) }
    $entry = $state.RoutingDomains[$domain]
    if (-not $entry.VpnS2S) {
        Stop-Behaviour (New-CimError 'HRESULT 80070032' 'InvalidOperation' "Routing domain $domain is not enabled for VpnS2S." $domain)
    }
    $tunnel = New-Tunnel $entry.Name $call.Bound
    Assert-TunnelRules $state $tunnel
    $state.Tunnels[$name] = $tunnel
    Connect-ReadyTunnel $state
    ConvertTo-TunnelObject $state $tunnel
}

# A connected tunnel goes on with what it negotiated; the new settings act at its next dial.
Register-Change 'Set-VpnS2SInterface' {
    param($state, $call)
    $tunnel = Get-NamedTunnel $state $call.Bound['Name']
    Set-TunnelSettings $tunnel $call.Bound
    Assert-TunnelRules $state $tunnel
    if ($null -eq $tunnel.Active -and $tunnel.Settings['Persistent']) { $tunnel.DialledAt = Get-Moment }
    Connect-ReadyTunnel $state
    ConvertTo-TunnelObject $state $tunnel
}

Register-Change 'Remove-VpnS2SInterface' -Question 'The VPN site-to-site network adapter {0} will be deleted. Are you sure you want to continue?' {
    param($state, $call)
    foreach ($name in @($call.Bound['Name'])) {
        if (-not $state.Tunnels.Contains($name)) {
            $call.Errors.Add((New-NotFoundError 'VPN site-to-site interface' $name))
            continue
        }
        # The far end keeps its key: it belongs to somebody else.
        ConvertTo-TunnelObject $state $state.Tunnels[$name]
        $state.Tunnels.Remove($name)
    }
}

function Get-NamedTunnel {
    param([Collections.IDictionary]$State, [string]$Name)
    if (-not $State.Tunnels.Contains($Name)) { Stop-Behaviour (New-NotFoundError 'VPN site-to-site interface' $Name) }
    $State.Tunnels[$Name]
}
