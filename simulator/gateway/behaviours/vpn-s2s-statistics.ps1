# Counters of a tunnel. They grow while it is connected.

Register-Reading 'Get-VpnS2SInterfaceStatistics' {
    param($state, $call)
    $names = Get-SortedKeys $state.Tunnels
    if ($call.Bound['Name']) { $names = @((Get-NamedTunnel $state $call.Bound['Name']).Name) }
    foreach ($name in $names) { ConvertTo-StatisticsObject $state $state.Tunnels[$name] }
    # Although it is a Get: with -Clear it resets what it has shown.
    if ($call.Bound['Clear']) {
        Edit-MachineState { param($newest) foreach ($name in $names) { $newest.Tunnels[$name].ClearedAt = Get-Moment } }
    }
}

Register-Change 'Clear-VpnS2SInterfaceStatistics' {
    param($state, $call)
    (Get-NamedTunnel $state $call.Bound['Name']).ClearedAt = Get-Moment
    $true
}

function ConvertTo-StatisticsObject {
    param([Collections.IDictionary]$State, [Collections.IDictionary]$Tunnel)
    $seen = Get-Traffic $Tunnel $Tunnel.ClearedAt
    $present = Get-Traffic $Tunnel 0
    $shown = [ordered]@{
        BytesTransmitted = [uint64]$seen.Transmitted
        CumulativeBytesReceived = [uint64]($Tunnel.Received + $present.Received)
        CumulativeBytesTransmitted = [uint64]($Tunnel.Transmitted + $present.Transmitted)
        BytesReceived = [uint64]$seen.Received
        FramesTransmitted = [uint32](($seen.Transmitted / 500) % 4294967295)
        FramesReceived = [uint32](($seen.Received / 800) % 4294967295)
    }
    foreach ($counter in 'CrcErrors', 'TimeoutErrors', 'AlignmentErrors', 'HardwareOverrunErrors', 'FramingErrors', 'BufferOverrunErrors') {
        $shown[$counter] = [uint32]0
    }
    if (Test-VersionAtLeast $State 2016) {
        $up = [uint32]0
        if ($Tunnel.Active) { $up = [uint32][math]::Floor([math]::Max(0, (Get-SecondsSince $Tunnel.Active.Since))) }
        $shown.RxRateKbps = [uint32]$(if ($Tunnel.Active) { 384 } else { 0 })
        $shown.TxRateKbps = [uint32]$(if ($Tunnel.Active) { 160 } else { 0 })
        foreach ($counter in 'RxRateLimitedPacketsDropped', 'TxRateLimitedPacketsDropped', 'RxTotalPacketsDropped', 'TxTotalPacketsDropped') {
            $shown[$counter] = [uint32]0
        }
        $shown.ConnectionUpTime = $up
    }
    $shown.LastClearedTime = [datetime]::new([long]$Tunnel.ClearedAt, [DateTimeKind]::Utc).ToLocalTime()
    $shown.Name = $Tunnel.Name
    $shown.RoutingDomain = $Tunnel.RoutingDomain
    $shown.Bandwidth = [uint64](1000 * (Get-TunnelSetting $Tunnel 'TxBandwidthKbps'))
    New-CimObject 'VpnS2SInterfaceStatistics' $shown
}
