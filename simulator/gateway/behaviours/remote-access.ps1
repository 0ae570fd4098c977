# The gateway as a whole.

Register-Reading 'Get-RemoteAccess' {
    param($state)
    $shown = [ordered]@{
        InternetInterface = 'ExtNic'; InternalInterface = 'TenantNic'; SslCertificate = $null
        DAStatus = 'Uninstalled'; VpnStatus = 'Installed'; VpnS2SStatus = 'Installed'; LoadBalancing = 'NotConfigured'
    }
    if (Test-VersionAtLeast $state 2016) {
        $shown.SstpProxyStatus = 'Uninstalled'; $shown.RoutingStatus = 'Installed'; $shown.UseHttp = $false
    }
    $shown.VpnMultiTenancyStatus = 'Installed'
    $shown.CapacityKbps = [uint64]$state.CapacityKbps
    $shown.AuthenticationType = 'Windows'
    New-CimObject 'VpnMultiTenancy' $shown
}

Register-Reading 'Get-VpnServerConfiguration' {
    param($state)
    $shown = [ordered]@{
        TunnelType = 'IKEV2'; IdleDisconnect = [uint32]300; SALifeTime = [uint32]28800
        SADataSizeForRenegotiation = [uint32]33553408; Ikev2Ports = [uint32]$state.Server.Ikev2Ports
        L2tpPorts = [uint32]$state.Server.L2tpPorts; SstpPorts = [uint32]$state.Server.SstpPorts
        CustomPolicy = $false; EncryptionType = 'RequireEncryption'
    }
    if (Test-VersionAtLeast $state 2016) { $shown.MMSALifeTime = [uint32]28800; $shown.GrePorts = [uint32]128 }
    New-CimObject 'VpnServerIPsecDefaultConfiguration' $shown
}
