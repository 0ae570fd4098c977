# Routing domains: one isolated routing space per tenant. It exists as a compartment; enabling gives it a kind of VPN.

Register-Reading 'Get-RemoteAccessRoutingDomain' {
    param($state, $call)
    if ($call.Bound['Name']) {
        return ConvertTo-RoutingDomainObject $state (Get-NamedRoutingDomain $state $call.Bound['Name'])
    }
    foreach ($name in (Get-SortedKeys $state.RoutingDomains)) { ConvertTo-RoutingDomainObject $state $state.RoutingDomains[$name] }
}

Register-Change 'Enable-RemoteAccessRoutingDomain' {
    param($state, $call)
    $domain = Get-NamedRoutingDomain $state $call.Bound['Name']
    Set-RoutingDomainType $domain $call.Bound['Type'] $true
    ConvertTo-RoutingDomainObject $state $domain
}

# Its tunnels go down with it and stay configured.
Register-Change 'Disable-RemoteAccessRoutingDomain' {
    param($state, $call)
    $domain = Get-NamedRoutingDomain $state $call.Bound['Name']
    Set-RoutingDomainType $domain $call.Bound['Type'] $false
    if (-not $domain.VpnS2S) {
        foreach ($tunnel in $state.Tunnels.Values) { if ($tunnel.RoutingDomain -eq $domain.Name) { Disconnect-Tunnel $tunnel 829 } }
    }
    ConvertTo-RoutingDomainObject $state $domain
}

Register-Change 'Set-RemoteAccessRoutingDomain' {
    param($state, $call)
    $domain = Get-NamedRoutingDomain $state $call.Bound['Name']
    foreach ($name in @($call.Bound.Keys)) {
        if ($name -in $script:CallParameters) { continue }
        $value = $call.Bound[$name]
        switch ($name) {
            'IPAddressRange' {
                if (@($value).Count -ne 2) { Stop-Behaviour (New-InvalidArgumentError 'IPAddressRange takes a start and an end.' $domain.Name) }
                $value = [string[]]@("$($value[0]) - $($value[1])")
            }
            { $_ -in 'DnsIPAddress', 'NetBiosIPAddress' } { $value = [string[]]@($value | ForEach-Object { "$_" }) }
            'CustomPolicy' { $value = [bool]$value }
            'IPv6Prefix' { $value = "$value" }
        }
        $domain.Settings[$name] = $value
    }
    if ($domain.Settings['CustomPolicy']) { $domain.Settings.Remove('EncryptionType') }
    ConvertTo-RoutingDomainObject $state $domain
}

function Get-NamedRoutingDomain {
    param([Collections.IDictionary]$State, [string]$Name)
    if (-not $State.RoutingDomains.Contains($Name)) { Stop-Behaviour (New-NotFoundError 'Routing domain' $Name) }
    $State.RoutingDomains[$Name]
}

function ConvertTo-RoutingDomainObject {
    param([Collections.IDictionary]$State, [Collections.IDictionary]$Domain)
    $on = @{ $true = 'Enabled'; $false = 'Disabled' }
    $settings = $Domain.Settings
    $shown = [ordered]@{
        RoutingDomain = $Domain.Name; RoutingDomainID = $Domain.Id
        RoutingDomainStatus = $(if ($Domain.Routing) { 'Enabled and Available' } else { 'Disabled' })
        VpnStatus = $on[[bool]$Domain.Vpn]; VpnS2SStatus = $on[[bool]$Domain.VpnS2S]; RoutingStatus = $on[[bool]$Domain.Routing]
        AvailabilityStatus = 'Available'
    }
    foreach ($name in 'EnableQoS', 'TxBandwidthKbps', 'RxBandwidthKbps', 'IPAddressRange', 'IPv6Prefix', 'InterimAccountingPeriodSec',
        'DnsIPAddress', 'NetBiosIPAddress', 'MaximumVpnConnections', 'TenantName') {
        $value = $settings[$name]
        if ($name -in 'IPAddressRange', 'DnsIPAddress', 'NetBiosIPAddress', 'TenantName' -and $null -ne $value) { $value = [string[]]@($value) }
        $shown[$name] = $value
    }
    if ($settings['CustomPolicy']) { ConvertTo-RoutingDomainPolicy $State $settings $shown }
    else { $shown.EncryptionType = $settings.EncryptionType }
    New-CimObject 'VpnRoutingDomainConfig' $shown
}

# The defaults of a custom policy, as the reference documents them.
function ConvertTo-RoutingDomainPolicy {
    param([Collections.IDictionary]$State, [Collections.IDictionary]$Settings, [Collections.IDictionary]$Shown)
    $defaults = [ordered]@{
        CustomPolicy = $true; EncryptionMethod = 'AES256'; IntegrityCheckMethod = 'SHA256'; CipherTransformConstant = 'DES3'
        PfsGroup = 'PFS2048'; AuthenticationTransformConstant = 'SHA256128'; DHGroup = 'Group2'
        IdleDisconnectSec = [uint32]300; SaLifeTimeSec = [uint32]7200; SaRenegotiationDataSizeKB = [uint32]10000
    }
    if (Test-VersionAtLeast $State 2016) { $defaults.MMSaLifeTimeSec = [uint32]28800 }
    foreach ($name in $defaults.Keys) {
        $Shown[$name] = $defaults[$name]
        if ($null -ne $Settings[$name]) { $Shown[$name] = $Settings[$name] }
    }
}
