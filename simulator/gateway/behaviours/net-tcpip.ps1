# Compartments and routes of the gateway's own TCP/IP stack, as far as tunnels show in them.

Register-Reading 'Get-NetCompartment' {
    param($state, $call)
    $all = @(New-CompartmentObject 1 'Default Compartment' '{b1062982-2b18-4b4f-b3d5-a78ddb9cdd49}')
    $byId = [Collections.Generic.SortedDictionary[uint32, object]]::new()
    foreach ($domain in $state.RoutingDomains.Values) { $byId[$domain.CompartmentId] = $domain }
    foreach ($domain in $byId.Values) { $all += New-CompartmentObject $domain.CompartmentId $domain.Name $domain.Id }
    $ids = @($call.Bound['CompartmentId'])
    if (-not $call.Bound.ContainsKey('CompartmentId')) { return $all }
    foreach ($id in $ids) {
        $found = @($all | Where-Object { $_.CompartmentId -eq $id })
        if ($found.Count -eq 0) { $call.Errors.Add((New-QueryNotFoundError 'CompartmentId' 'MSFT_NetCompartment' $id)) }
        $found
    }
}

Register-Reading 'Get-NetRoute' {
    param($state, $call)
    $bound = $call.Bound
    # Tunnels live in the compartments of their routing domains, which the default view leaves out.
    $all = @()
    if ($bound['IncludeAllCompartments'] -or $bound.ContainsKey('CompartmentId')) { $all = @(Get-TunnelRoute $state) }
    foreach ($key in 'InterfaceAlias', 'DestinationPrefix', 'NextHop', 'CompartmentId', 'AddressFamily') {
        if (-not $bound.ContainsKey($key)) { continue }
        $wanted = @($bound[$key])
        $left = @($all | Where-Object { $route = $_; @($wanted | Where-Object { "$($route.$key)" -like "$_" }).Count -gt 0 })
        if ($left.Count -eq 0 -and @($wanted | Where-Object { "$_" -match '[*?]' }).Count -eq 0) {
            Stop-Behaviour (New-QueryNotFoundError $key 'MSFT_NetRoute' ($wanted -join ', '))
        }
        $all = $left
    }
    $all
}

# Triggering subnets are there as long as the interface is; the others appear when it connects. A connected interface
# has the routes that it connected with.
function Get-TunnelRoute {
    param([Collections.IDictionary]$State)
    $index = 40
    foreach ($name in (Get-SortedKeys $State.Tunnels)) {
        $tunnel = $State.Tunnels[$name]
        $index++
        $from = $tunnel.Settings
        $lists = @('IPv4Subnet', 'IPv6Subnet')
        if ($tunnel.Active) { $from = $tunnel.Active; $lists += 'PostConnectionIPv4Subnet', 'PostConnectionIPv6Subnet' }
        elseif (-not (Get-TunnelSetting $tunnel 'AdminStatus')) { continue }
        foreach ($list in $lists) {
            foreach ($subnet in @($from[$list])) { if ($subnet) { New-RouteObject $State $tunnel $index (Split-Subnet $subnet) } }
        }
    }
}

function New-RouteObject {
    param([Collections.IDictionary]$State, [Collections.IDictionary]$Tunnel, [int]$Index, [Collections.IDictionary]$Subnet)
    $family = 'IPv4'
    $nextHop = '0.0.0.0'
    if ($Subnet.Address.AddressFamily -eq 'InterNetworkV6') { $family = 'IPv6'; $nextHop = '::' }
    $domain = $State.RoutingDomains[$Tunnel.RoutingDomain]
    $shown = [ordered]@{
        DestinationPrefix = $Subnet.Prefix; InterfaceAlias = $Tunnel.Name; InterfaceIndex = [uint32]$Index; NextHop = $nextHop
        AddressFamily = $family; RouteMetric = [uint16]$Subnet.Metric; Protocol = 'NetMgmt'; Publish = 'No'; Store = 'ActiveStore'
        CompartmentId = [uint32]$(if ($domain) { $domain.CompartmentId } else { 1 })
    }
    New-CimObject 'ROOT/StandardCimv2/MSFT_NetRoute' $shown
}

function New-CompartmentObject {
    param([uint32]$Id, [string]$Description, [string]$Guid)
    New-CimObject 'ROOT/StandardCimv2/MSFT_NetCompartment' ([ordered]@{
            CompartmentId = $Id; CompartmentDescription = $Description; CompartmentGuid = $Guid
        })
}

function New-QueryNotFoundError {
    param([string]$Property, [string]$Class, $Value)
    New-CimError "CmdletizationQuery_NotFound_$Property" 'ObjectNotFound' "No $Class objects found with property '$Property' equal to '$Value'." $Value
}
