# The other side of a tunnel. It answers when no fault takes it down, and accepts one key: the one it was given.

# How long a dial that is going to fail shows as Connecting.
$script:DialSeconds = 2

function Get-DialSeconds {
    param([Collections.IDictionary]$State, [string]$Name)
    foreach ($fault in @($State.Faults)) {
        if ($fault.Kind -eq 'drop-tunnel' -and $fault.Tunnel -eq $Name -and $fault.Milliseconds -gt 0) { return $fault.Milliseconds / 1000 }
    }
    $script:DialSeconds
}

function Get-CredentialHash {
    param([Collections.IDictionary]$Tunnel)
    $settings = $Tunnel.Settings
    if ($settings['Protocol'] -eq 'GRE') { return 'gre' }
    switch ($settings['AuthenticationMethod']) {
        'PSKOnly' { return [string]$Tunnel['SharedSecretHash'] }
        'MachineCertificates' { return Get-SecretHash "certificate $(@($settings['Certificate']) -join ',')" }
        default { return Get-SecretHash "user $($settings['UserName']) $($Tunnel['PasswordHash'])" }
    }
}

function Test-Dropped {
    param([Collections.IDictionary]$State, [string]$Name)
    foreach ($fault in @($State.Faults)) { if ($fault.Kind -eq 'drop-tunnel' -and $fault.Tunnel -eq $Name) { return $true } }
    $false
}

# A flapping side is up for one period and down for the next; it is down first, so that the fault shows at once.
function Test-FlappedDown {
    param([Collections.IDictionary]$State, [string]$Name)
    foreach ($fault in @($State.Faults)) {
        if ($fault.Kind -ne 'flap-peer' -or $fault.Tunnel -ne $Name) { continue }
        $period = 5
        if ($fault.Milliseconds -gt 0) { $period = $fault.Milliseconds / 1000 }
        return ([math]::Floor((Get-SecondsSince $fault.SetAt) / $period) % 2) -eq 0
    }
    $false
}

# 0, or why a dial fails. GRE has no keys to compare.
function Get-DialError {
    param([Collections.IDictionary]$State, [Collections.IDictionary]$Tunnel)
    $connected = @($State.Tunnels.Values | Where-Object { $null -ne $_.Active })
    if ($connected.Count -ge $State.Server.Ikev2Ports) { return 633 }
    if (Test-Dropped $State $Tunnel.Name) { return 809 }
    if ($Tunnel.Settings['Protocol'] -eq 'GRE') { return 0 }
    $farEnd = $State.FarEnds[$Tunnel.Name]
    if ($null -eq $farEnd -or $farEnd.CredentialHash -ne (Get-CredentialHash $Tunnel)) { return 13801 }
    0
}

function Test-MayDial {
    param([Collections.IDictionary]$State, [Collections.IDictionary]$Tunnel)
    $domain = $State.RoutingDomains[$Tunnel.RoutingDomain]
    (Get-TunnelSetting $Tunnel 'AdminStatus') -and $State.Services.RemoteAccess -eq 'Running' -and (-not $domain -or $domain.VpnS2S)
}

# What is configured now becomes what the tunnel uses, until it is dialled again.
function Invoke-Dial {
    param([Collections.IDictionary]$State, [Collections.IDictionary]$Tunnel)
    $Tunnel.LastError = [uint32](Get-DialError $State $Tunnel)
    if ($Tunnel.LastError -ne 0) { return }
    $Tunnel.Active = @{ Since = Get-Moment; CredentialHash = Get-CredentialHash $Tunnel }
    foreach ($list in $script:SubnetLists) {
        if ($Tunnel.Settings[$list]) { $Tunnel.Active[$list] = $Tunnel.Settings[$list] }
    }
}

# After every change: persistent tunnels dial by themselves.
function Connect-ReadyTunnel {
    param([Collections.IDictionary]$State)
    foreach ($name in (Get-SortedKeys $State.Tunnels)) {
        $tunnel = $State.Tunnels[$name]
        if ($null -eq $tunnel.Active -and $tunnel.Settings['Persistent'] -and -not $tunnel.HeldDown -and (Test-MayDial $State $tunnel)) {
            Invoke-Dial $State $tunnel
        }
    }
}

function Disconnect-Tunnel {
    param([Collections.IDictionary]$Tunnel, [uint32]$Reason)
    if ($null -eq $Tunnel.Active) { return }
    $traffic = Get-Traffic $Tunnel $Tunnel.Active.Since
    $Tunnel.Received = [uint64]$Tunnel.Received + $traffic.Received
    $Tunnel.Transmitted = [uint64]$Tunnel.Transmitted + $traffic.Transmitted
    $Tunnel.Fell = @{ At = Get-Moment; Active = $Tunnel.Active }
    $Tunnel.Active = $null
    $Tunnel.DialledAt = Get-Moment
    $Tunnel.LastDisconnectReason = $Reason
}

# Bytes that passed since a moment of the present connection: they follow from the time alone.
function Get-Traffic {
    param([Collections.IDictionary]$Tunnel, $SinceTicks)
    if ($null -eq $Tunnel.Active) { return @{ Received = [uint64]0; Transmitted = [uint64]0 } }
    $since = [math]::Max([long]$SinceTicks, [long]$Tunnel.Active.Since)
    $milliseconds = [uint64][math]::Max(0, ([datetime]::UtcNow.Ticks - $since) / [timespan]::TicksPerMillisecond)
    @{ Received = 48 * $milliseconds; Transmitted = 20 * $milliseconds }
}

# What a Get shows at this moment. An unused key, a closed port and a silent side look the same until the dial has failed.
function Get-TunnelView {
    param([Collections.IDictionary]$State, [Collections.IDictionary]$Tunnel)
    $flapped = @($State.Faults).Count -gt 0 -and (Test-FlappedDown $State $Tunnel.Name) -and -not (Find-PeerBehind $State $Tunnel)
    if ($Tunnel.Active -and -not $flapped) { return @{ ConnectionState = 'Connected'; LastError = 0; Reasons = '' } }
    if ($Tunnel.Active) { return @{ ConnectionState = 'Unreachable'; LastError = 809; Reasons = 'CONNECTION_FAILURE' } }
    if (-not (Get-TunnelSetting $Tunnel 'AdminStatus')) { return @{ ConnectionState = 'Disconnected'; LastError = 0; Reasons = 'ADMIN_DISABLED' } }
    if ($Tunnel.LastError -eq 0) { return @{ ConnectionState = 'Disconnected'; LastError = 0; Reasons = '' } }
    if ((Get-SecondsSince $Tunnel.DialledAt) -lt (Get-DialSeconds $State $Tunnel.Name)) {
        return @{ ConnectionState = 'Connecting'; LastError = 0; Reasons = '' }
    }
    if (-not $Tunnel.Settings['Persistent']) { return @{ ConnectionState = 'Disconnected'; LastError = $Tunnel.LastError; Reasons = '' } }
    $reason = 'CONNECTION_FAILURE'
    if ($Tunnel.LastError -eq 633) { $reason = 'OUT_OF_RESOURCES' }
    @{ ConnectionState = 'Unreachable'; LastError = $Tunnel.LastError; Reasons = $reason }
}
