# Errors as the real modules give them: a CimException, an identifier of their style, not terminating.

function New-CimError {
    param([string]$Id, [string]$Category, [string]$Message, $Target)
    # A type by text, because Windows PowerShell without the CIM module would not even load a literal one.
    $type = 'Microsoft.Management.Infrastructure.CimException' -as [type]
    if (-not $type) { $type = [InvalidOperationException] }
    [Management.Automation.ErrorRecord]::new($type::new($Message), $Id, $Category, $Target)
}

function New-NotFoundError {
    param([string]$What, [string]$Name)
    New-CimError 'HRESULT 80070490' 'ObjectNotFound' "$What $Name not found." $Name
}

function New-InvalidArgumentError {
    param([string]$Message, $Target)
    New-CimError 'Windows System Error 87' 'InvalidArgument' "The parameter is incorrect. $Message" $Target
}

# Ends a behaviour; its caller writes the record as the cmdlet's own error and keeps nothing of the change.
function Stop-Behaviour {
    param([Management.Automation.ErrorRecord]$Record)
    $carrier = [InvalidOperationException]::new($Record.Exception.Message)
    $carrier.Data['SimulatedError'] = $Record
    throw $carrier
}

# What a caller sees when the connection to the machine breaks.
function New-SessionLostError {
    param([string]$Message)
    if (-not $Message) { $Message = "The session to $script:MachineName was lost." }
    [Management.Automation.ErrorRecord]::new(
        [Management.Automation.Remoting.PSRemotingTransportException]::new($Message),
        'SessionLost', 'ConnectionError', $script:MachineName)
}
