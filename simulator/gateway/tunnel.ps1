# What a site-to-site tunnel is: its settings, their defaults and types, the rules between tunnels, what a Get shows.

# Names are those of the output; parameters carry a unit behind. Defaults: printed examples of the reference.
$script:TunnelDefaults = @{
    Protocol = 'Ikev2'; AdminStatus = $true; PromoteAlternate = $false; Persistent = $false
    AuthenticationMethod = 'EAP'; EncryptionType = 'RequireEncryption'
    RetryInterval = [uint32]60; NumberOfTries = [uint32]3; NetworkOutageTime = [uint32]15; IdleDisconnect = [uint32]300
    SALifeTime = [uint32]3600; MMSALifeTime = [uint32]28800; SADataSizeForRenegotiation = [uint32]33553408
    EnableQoS = 'Enabled'; TxBandwidthKbps = [uint64]5120; RxBandwidthKbps = [uint64]5120
    InternalIPv4 = $true; InternalIPv6 = $true; InitiateConfigPayload = $true; AutoConnectEnabled = $false
    IPv4TriggerFilterAction = 'Allow'; IPv6TriggerFilterAction = 'Allow'
}
$script:CustomPolicyDefaults = @{
    EncryptionMethod = 'AES256'; IntegrityCheckMethod = 'SHA256'; DHGroup = 'Group2'
    CipherTransformConstants = 'AES256'; AuthenticationTransformConstants = 'SHA256128'; PfsGroup = 'PFS2048'
}
$script:GreProperties = 'GreKey', 'IPv4Address', 'IPv6Address'
$script:TunnelTypes = @{
    'uint32' = 'RetryInterval', 'NumberOfTries', 'NetworkOutageTime', 'IdleDisconnect', 'SALifeTime', 'MMSALifeTime',
    'SADataSizeForRenegotiation', 'GreKey'
    'uint64' = 'TxBandwidthKbps', 'RxBandwidthKbps'
    'string[]' = 'Destination', 'IPv4Subnet', 'IPv6Subnet', 'PostConnectionIPv4Subnet', 'PostConnectionIPv6Subnet',
    'IPv4TriggerFilter', 'IPv6TriggerFilter'
    'bool' = 'AdminStatus', 'PromoteAlternate', 'Persistent', 'InternalIPv4', 'InternalIPv6', 'InitiateConfigPayload',
    'AutoConnectEnabled', 'CustomPolicy'
}
$script:SubnetLists = 'IPv4Subnet', 'IPv6Subnet', 'PostConnectionIPv4Subnet', 'PostConnectionIPv6Subnet'
# Enumerations print as they are declared, however they were typed.
$script:DeclaredNames = @{}
foreach ($name in 'Ikev2', 'L2TP', 'Automatic', 'SSTP', 'GRE', 'EAP', 'MachineCertificates', 'PSKOnly', 'MSCHAPv2',
    'Enabled', 'Disabled', 'Allow', 'Deny', 'NoEncryption', 'RequireEncryption', 'OptionalEncryption', 'MaximumEncryption') {
    $script:DeclaredNames[$name] = $name
}
$script:EnumProperties = 'Protocol', 'AuthenticationMethod', 'ResponderAuthenticationMethod', 'EnableQoS',
'IPv4TriggerFilterAction', 'IPv6TriggerFilterAction', 'EncryptionType'
# The order of the documented list view.
$script:TunnelProperties = 'Protocol', 'Destination', 'AdminStatus', 'InterfaceType', 'RetryInterval',
'SADataSizeForRenegotiation', 'SALifeTime', 'MMSALifeTime', 'IPv6Subnet', 'IPv4Subnet', 'Name', 'UserName', 'Certificate',
'NetworkOutageTime', 'NumberOfTries', 'PromoteAlternate', 'AuthenticationMethod', 'ResponderAuthenticationMethod', 'EapMethod',
'InternalIPv4', 'InternalIPv6', 'IdleDisconnect', 'IPv4TriggerFilter', 'IPv4TriggerFilterAction', 'PostConnectionIPv4Subnet',
'IPv6TriggerFilter', 'IPv6TriggerFilterAction', 'PostConnectionIPv6Subnet', 'Persistent', 'InitiateConfigPayload',
'EnableQoS', 'TxBandwidthKbps', 'RxBandwidthKbps', 'SourceIpAddress', 'RadiusAttributeClass', 'AutoConnectEnabled',
'LocalVpnTrafficSelector', 'RemoteVpnTrafficSelector'
$script:TunnelPropertiesSince = @{
    MMSALifeTime = 2016; LocalVpnTrafficSelector = 2016; RemoteVpnTrafficSelector = 2016
    AutoConnectEnabled = 2019
}

function ConvertTo-TunnelValue {
    param([string]$Property, $Value)
    if ($Property -in $script:TunnelTypes['uint32']) { return [uint32]$Value }
    if ($Property -in $script:TunnelTypes['uint64']) { return [uint64]$Value }
    if ($Property -in $script:TunnelTypes['bool']) { return [bool]$Value }
    if ($Property -in $script:TunnelTypes['string[]']) { return , [string[]]@($Value) }
    if ($Property -in $script:EnumProperties -and $script:DeclaredNames["$Value"]) { return $script:DeclaredNames["$Value"] }
    if ($Property -eq 'EapMethod') { return "$Value" -replace '^EAP-', '' }
    "$Value"
}

# Parameters that say which tunnel or how to run, and are no settings.
$script:CallParameters = 'Name', 'RoutingDomain', 'PassThru', 'Force', 'WhatIf', 'Confirm', 'CimSession', 'ThrottleLimit', 'AsJob',
'FarEndReady', 'GreTunnel', 'Verbose', 'Debug', 'ErrorAction', 'WarningAction', 'InformationAction', 'ProgressAction',
'ErrorVariable', 'WarningVariable', 'InformationVariable', 'OutVariable', 'OutBuffer', 'PipelineVariable'

# Secrets become hashes here and nowhere later.
function Set-TunnelSettings {
    param([Collections.IDictionary]$Tunnel, [Collections.IDictionary]$Parameters)
    foreach ($parameter in @($Parameters.Keys)) {
        $value = $Parameters[$parameter]
        if ($parameter -in $script:CallParameters) { continue }
        switch ($parameter) {
            { $_ -in 'SharedSecret', 'Password' } { $Tunnel["${parameter}Hash"] = Get-SecretHash $value }
            'Certificate' { $Tunnel.Settings['Certificate'] = [byte[]]$value.RawData }
            default {
                $property = $parameter -replace '(Seconds|Kilobytes)$', ''
                $Tunnel.Settings[$property] = ConvertTo-TunnelValue $property $value
            }
        }
    }
    if ($Tunnel.Settings['CustomPolicy']) {
        foreach ($part in $script:CustomPolicyDefaults.Keys) {
            if (-not $Tunnel.Settings[$part]) { $Tunnel.Settings[$part] = $script:CustomPolicyDefaults[$part] }
        }
    }
}

# A state holds only what was set: it is read and written whole by every call.
function Get-TunnelSetting {
    param([Collections.IDictionary]$Tunnel, [string]$Name)
    $value = $Tunnel.Settings[$Name]
    if ($null -eq $value) { $value = $script:TunnelDefaults[$Name] }
    $value
}

function New-Tunnel {
    param([string]$RoutingDomain, [Collections.IDictionary]$Parameters)
    $tunnel = @{
        Name = [string]$Parameters['Name']; RoutingDomain = $RoutingDomain; Settings = @{}
        Active = $null; HeldDown = $false; DialledAt = Get-Moment; LastError = [uint32]0; LastDisconnectReason = [uint32]0
        Received = [uint64]0; Transmitted = [uint64]0; ClearedAt = Get-Moment
    }
    if ($Parameters['GreTunnel']) {
        $tunnel.Settings.Protocol = 'GRE'
        $tunnel.Settings.GreKey = [uint32]0
    }
    Set-TunnelSettings $tunnel $Parameters
    if (-not $tunnel.Settings['ResponderAuthenticationMethod']) {
        $responder = 'MachineCertificates'
        if ($tunnel.Settings['AuthenticationMethod'] -eq 'PSKOnly') { $responder = 'PSKOnly' }
        $tunnel.Settings.ResponderAuthenticationMethod = $responder
    }
    $tunnel
}

# The rules that the gateway enforces over all its tunnels, whoever owns them.
function Assert-TunnelRules {
    param([Collections.IDictionary]$State, [Collections.IDictionary]$Tunnel)
    $settings = $Tunnel.Settings
    foreach ($list in $script:SubnetLists) {
        foreach ($subnet in @($settings[$list])) {
            if ($null -ne $subnet -and -not (Split-Subnet $subnet)) {
                Stop-Behaviour (New-InvalidArgumentError "$list $subnet is not prefix/length:metric." $Tunnel.Name)
            }
        }
    }
    if ($settings['AuthenticationMethod'] -ne 'PSKOnly' -or $settings['Protocol'] -eq 'GRE') { return }
    if (-not $Tunnel['SharedSecretHash']) {
        Stop-Behaviour (New-InvalidArgumentError 'PSKOnly needs SharedSecret.' $Tunnel.Name)
    }
    foreach ($destination in @($settings['Destination'])) {
        if (-not (Test-Address $destination)) {
            Stop-Behaviour (New-InvalidArgumentError "With PSKOnly the destination $destination must be an IP address." $Tunnel.Name)
        }
        $owner = Find-PresharedOwner $State $Tunnel.Name $destination
        if ((Get-TunnelSetting $Tunnel 'AdminStatus') -and $owner) {
            $message = "An enabled interface with a pre-shared key, $owner, already has the destination $destination."
            Stop-Behaviour (New-CimError 'Windows System Error 870' 'ResourceExists' $message $Tunnel.Name)
        }
    }
}

function Find-PresharedOwner {
    param([Collections.IDictionary]$State, [string]$ExceptName, [string]$Destination)
    foreach ($other in $State.Tunnels.Values) {
        $settings = $other.Settings
        if ($other.Name -eq $ExceptName -or $settings['AuthenticationMethod'] -ne 'PSKOnly') { continue }
        if (@($settings['Destination']) -contains $Destination -and (Get-TunnelSetting $other 'AdminStatus')) { return $other.Name }
    }
}

# What a tunnel of this kind shows on this version, in order.
function Get-ShownProperties {
    param([Collections.IDictionary]$State, [string]$Kind)
    $key = "$($State.Version) $Kind"
    if (-not $script:ShownProperties[$key]) {
        $names = @($script:TunnelProperties)
        switch ($Kind) {
            'custom' { $names += @('CustomPolicy') + @($script:CustomPolicyDefaults.Keys) }
            'gre' { $names += $script:GreProperties }
            default { $names += 'EncryptionType' }
        }
        $script:ShownProperties[$key] = @($names | Where-Object {
                $since = $script:TunnelPropertiesSince[$_]
                -not $since -or (Test-VersionAtLeast $State $since)
            })
    }
    $script:ShownProperties[$key]
}
$script:ShownProperties = @{}

function ConvertTo-TunnelObject {
    param([Collections.IDictionary]$State, [Collections.IDictionary]$Tunnel)
    $settings = $Tunnel.Settings
    $view = Get-TunnelView $State $Tunnel
    $kind = 'default'
    if ($settings['CustomPolicy']) { $kind = 'custom' }
    elseif ($settings['Protocol'] -eq 'GRE') { $kind = 'gre' }
    $shown = [ordered]@{ RoutingDomain = $Tunnel.RoutingDomain }
    foreach ($property in (Get-ShownProperties $State $kind)) {
        $value = $settings[$property]
        if ($null -eq $value) { $value = $script:TunnelDefaults[$property] }
        # Text lists come back from the file as another kind of list.
        elseif ($value -is [Collections.ArrayList]) { $value = [string[]]$value.ToArray() }
        $shown[$property] = $value
    }
    $shown.Name = $Tunnel.Name
    $shown.InterfaceType = 'FullRouter'
    $shown.LastError = [uint32]$view.LastError
    $shown.UnReachabilityReasons = $view.Reasons
    $shown.ConnectionState = $view.ConnectionState
    if (Test-VersionAtLeast $State 2016) { $shown.LastDisconnectReason = [uint32]$Tunnel.LastDisconnectReason }
    New-CimObject 'VpnS2SInterface' $shown
}
