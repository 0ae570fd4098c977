# Dialling and hanging up.

Register-Change 'Connect-VpnS2SInterface' {
    param($state, $call)
    $tunnel = Get-NamedTunnel $state $call.Bound['Name']
    if (-not (Get-TunnelSetting $tunnel 'AdminStatus')) {
        Stop-Behaviour (New-CimError 'Windows System Error 916' 'InvalidOperation' "The interface $($tunnel.Name) is disabled." $tunnel.Name)
    }
    if ($state.Services.RemoteAccess -ne 'Running') {
        Stop-Behaviour (New-CimError 'Windows System Error 903' 'InvalidOperation' 'The RemoteAccess service is not running.' $tunnel.Name)
    }
    $tunnel.HeldDown = $false
    # A dial that fails is no error of the cmdlet: the interface says why in LastError.
    if ($null -eq $tunnel.Active) {
        $tunnel.DialledAt = Get-Moment
        Invoke-Dial $state $tunnel
    }
    ConvertTo-TunnelObject $state $tunnel
}

# Down until somebody connects it or the service restarts, even when it is persistent.
Register-Change 'Disconnect-VpnS2SInterface' -Question 'The VPN site-to-site network adapter {0} will be disconnected. Are you sure you want to continue?' {
    param($state, $call)
    $tunnel = Get-NamedTunnel $state $call.Bound['Name']
    # As in the printed example: the output is the state before the line went down.
    ConvertTo-TunnelObject $state $tunnel
    Disconnect-Tunnel $tunnel 631
    $tunnel.HeldDown = $true
    $tunnel.LastError = [uint32]0
}
