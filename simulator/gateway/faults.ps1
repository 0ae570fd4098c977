# Outages on demand. They are part of the state, so that every process that plays this machine meets them.

function Set-SimulatorFault {
    [CmdletBinding(PositionalBinding = $false)]
    param(
        [Parameter(Mandatory = $true)]
        [ValidateSet('drop-tunnel', 'flap-peer', 'hang', 'slow', 'fail', 'lose-session')]
        [string]$Kind,
        # drop-tunnel: the tunnel; flap-peer: the tunnel or the BGP peer.
        [string]$Tunnel,
        # hang, slow, fail: only this cmdlet; absent: any.
        [string]$Cmdlet,
        # hang: how long; flap-peer: how long up, how long down; drop-tunnel: how long each dial lasts before it fails.
        [int]$Seconds,
        # slow: how long.
        [int]$Milliseconds,
        [string]$Message,
        # Is gone after the first call that it hits.
        [switch]$Once)
    if ($Kind -in 'drop-tunnel', 'flap-peer' -and -not $Tunnel) { throw "$Kind needs -Tunnel." }
    $delay = [long]$Milliseconds
    if ($Seconds -gt 0) { $delay = 1000L * $Seconds }
    $fault = @{
        Id = [guid]::NewGuid().ToString(); Kind = $Kind; Tunnel = $Tunnel; Cmdlet = $Cmdlet
        Milliseconds = $delay; Message = $Message; Once = [bool]$Once; SetAt = Get-Moment
    }
    Edit-MachineState {
        param($state)
        if ($Tunnel -and -not $state.Tunnels.Contains($Tunnel) -and -not (Find-BgpPeer $state $Tunnel)) {
            throw "$script:MachineName has no tunnel and no BGP peer $Tunnel."
        }
        $state.Faults = @($state.Faults) + @($fault)
        if ($Kind -eq 'drop-tunnel' -and $state.Tunnels.Contains($Tunnel)) { Disconnect-Tunnel $state.Tunnels[$Tunnel] 829 }
    }
}

# Heals the machine. Persistent tunnels come back by themselves.
function Clear-SimulatorFault {
    [CmdletBinding()]
    param()
    Edit-MachineState { param($state) $state.Faults = @() }
}

# Gives the far end of a tunnel the key that the tunnel has now, as its administrator would.
function Set-SimulatorPeerKey {
    [CmdletBinding()]
    param([Parameter(Mandatory = $true)][string]$Tunnel)
    Edit-MachineState {
        param($state)
        if (-not $state.Tunnels.Contains($Tunnel)) { throw "$script:MachineName has no tunnel $Tunnel." }
        $state.FarEnds[$Tunnel] = @{ CredentialHash = Get-CredentialHash $state.Tunnels[$Tunnel] }
    }
}

# Meets the faults that apply to this call and returns the state as it is after them. Holds no lock while it waits.
function Wait-Fault {
    param([Collections.IDictionary]$Call)
    $state = Read-MachineState $script:MachineName
    $waited = $false
    foreach ($fault in @($state.Faults)) {
        if ($fault.Kind -notin 'hang', 'slow', 'fail', 'lose-session') { continue }
        if ($fault.Cmdlet -and $fault.Cmdlet -ne $Call.Name) { continue }
        if ($fault.Once -and -not (Remove-Fault $fault.Id)) { continue }
        switch ($fault.Kind) {
            'fail' { Stop-Behaviour (New-CimError 'REMOTEACCESSERROR 1' 'NotSpecified' "$($fault.Message)" $Call.Name) }
            'lose-session' {
                # Behind a real session the process at its far end goes, as when a gateway restarts.
                if ($Host.Name -eq 'ServerRemoteHost') { [Diagnostics.Process]::GetCurrentProcess().Kill() }
                Stop-Behaviour (New-SessionLostError $fault.Message)
            }
            default {
                Wait-Milliseconds $fault.Milliseconds
                $waited = $true
            }
        }
    }
    if ($waited) { $state = Read-MachineState $script:MachineName }
    $state
}

# Two calls may meet a fault that hits once: only who takes it away was hit.
function Remove-Fault {
    param([string]$Id)
    Edit-MachineState {
        param($state)
        $left = @($state.Faults | Where-Object { $_.Id -ne $Id })
        $left.Count -lt @($state.Faults).Count
        $state.Faults = $left
    }
}

# In slices, because a pipeline that is to stop does so between statements only.
function Wait-Milliseconds {
    param([long]$Milliseconds)
    $waited = [Diagnostics.Stopwatch]::StartNew()
    while ($waited.ElapsedMilliseconds -lt $Milliseconds) {
        [Threading.Thread]::Sleep([int][math]::Min(50, [math]::Max(1, $Milliseconds - $waited.ElapsedMilliseconds)))
    }
}
