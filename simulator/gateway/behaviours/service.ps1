# The Windows services that health looks at. Cmdlets of PowerShell itself, so their signatures are written here and
# not generated; they exist only where this module is loaded, that is for simulated machines.

$script:ServiceNames = [ordered]@{
    RemoteAccess = 'Routing and Remote Access'; RasMan = 'Remote Access Connection Manager'
    IKEEXT = 'IKE and AuthIP IPsec Keying Modules'; BFE = 'Base Filtering Engine'
}
$simulatedServiceCmdlets = 'Get-Service', 'Start-Service', 'Stop-Service', 'Restart-Service'

function Get-Service {
    [CmdletBinding()]
    param([Parameter(Position = 0)][Alias('ServiceName')][string[]]$Name)
    Invoke-SimulatedCmdlet $PSCmdlet $PSBoundParameters
}

function Start-Service {
    [CmdletBinding(SupportsShouldProcess = $true)]
    param([Parameter(Mandatory = $true, Position = 0)][Alias('ServiceName')][string[]]$Name, [switch]$PassThru)
    Invoke-SimulatedCmdlet $PSCmdlet $PSBoundParameters
}

function Stop-Service {
    [CmdletBinding(SupportsShouldProcess = $true)]
    param([Parameter(Mandatory = $true, Position = 0)][Alias('ServiceName')][string[]]$Name, [switch]$Force, [switch]$NoWait, [switch]$PassThru)
    Invoke-SimulatedCmdlet $PSCmdlet $PSBoundParameters
}

function Restart-Service {
    [CmdletBinding(SupportsShouldProcess = $true)]
    param([Parameter(Mandatory = $true, Position = 0)][Alias('ServiceName')][string[]]$Name, [switch]$Force, [switch]$PassThru)
    Invoke-SimulatedCmdlet $PSCmdlet $PSBoundParameters
}

Register-Reading 'Get-Service' {
    param($state, $call)
    $wanted = @($call.Bound['Name'])
    if (-not $call.Bound.ContainsKey('Name')) { $wanted = @('*') }
    foreach ($pattern in $wanted) {
        $found = @($script:ServiceNames.Keys | Where-Object { $_ -like $pattern })
        if ($found.Count -eq 0) { $call.Errors.Add((New-ServiceNotFoundError $pattern)) }
        foreach ($service in $found) { ConvertTo-ServiceObject $state $service }
    }
}

Register-Change 'Start-Service' { param($state, $call) Set-ServiceStatus $state $call 'Running' }
Register-Change 'Stop-Service' { param($state, $call) Set-ServiceStatus $state $call 'Stopped' }
Register-Change 'Restart-Service' {
    param($state, $call)
    [void]@(Set-ServiceStatus $state @{ Bound = $call.Bound; Errors = @{} } 'Stopped')
    Set-ServiceStatus $state $call 'Running'
}

function Set-ServiceStatus {
    param([Collections.IDictionary]$State, [Collections.IDictionary]$Call, [string]$Status)
    foreach ($name in @($Call.Bound['Name'])) {
        if (-not $script:ServiceNames.Contains($name)) {
            Stop-Behaviour (New-ServiceNotFoundError $name)
        }
        $State.Services[$name] = $Status
        # Every tunnel ends with the service; a fresh start forgets who was hung up by hand.
        if ($name -eq 'RemoteAccess' -and $Status -eq 'Stopped') {
            foreach ($tunnel in $State.Tunnels.Values) { Disconnect-Tunnel $tunnel 834; $tunnel.HeldDown = $false; $tunnel.LastError = [uint32]0 }
        }
        ConvertTo-ServiceObject $State $name
    }
}

function ConvertTo-ServiceObject {
    param([Collections.IDictionary]$State, [string]$Name)
    $status = 'Running'
    if ($State.Services[$Name]) { $status = $State.Services[$Name] }
    [pscustomobject][ordered]@{
        Name = $Name; ServiceName = $Name; DisplayName = $script:ServiceNames[$Name]; Status = $status; StartType = 'Automatic'
    }
}

function New-ServiceNotFoundError {
    param([string]$Name)
    [Management.Automation.ErrorRecord]::new(
        [InvalidOperationException]::new("Cannot find any service with service name '$Name'."),
        'NoServiceFoundForGivenName', 'ObjectNotFound', $Name)
}
