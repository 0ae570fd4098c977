# How every simulated cmdlet runs: begin, faults, question, reading or change, output.

# A reading gets a state that nobody stores. Output is returned.
function Register-Reading {
    param([string]$Cmdlet, [scriptblock]$Block)
    $script:Behaviours[$Cmdlet] = @{ Block = $Block; Changes = $false; Question = $null }
}

# A change gets the newest state under the lock, alters it and returns what -PassThru shows.
function Register-Change {
    param([string]$Cmdlet, [scriptblock]$Block, [string]$Question)
    $script:Behaviours[$Cmdlet] = @{ Block = $Block; Changes = $true; Question = $Question }
}

function Invoke-SimulatedCmdlet {
    param($Cmdlet, [Collections.IDictionary]$Bound, [switch]$AsksUnlessForced)
    $call = @{
        Name = $Cmdlet.MyInvocation.MyCommand.Name
        Bound = $Bound
        Errors = [Collections.Generic.List[Management.Automation.ErrorRecord]]::new()
        Warnings = [Collections.Generic.List[string]]::new()
    }
    $phase = 'failed'
    Write-Journal 'begin' $call
    try {
        $state = Wait-Fault $call
        $behaviour = $script:Behaviours[$call.Name]
        if (-not $behaviour) { Stop-Behaviour (New-LacksBehaviourError $call.Name) }
        if (Test-Consent $Cmdlet $call $behaviour $AsksUnlessForced) {
            if ($behaviour.Changes) { $output = @(Edit-MachineState $behaviour.Block $call) }
            else { $output = @(& $behaviour.Block $state $call) }
            if (Test-ShowsOutput $Cmdlet $Bound) { $output }
        }
        $phase = 'end'
    }
    catch {
        $record = $_.Exception.Data['SimulatedError']
        if (-not $record) { throw }
        # Lost sessions and missing behaviour are no answer of the machine: they end the caller's command.
        if ($record.Exception -is [Management.Automation.Remoting.PSRemotingTransportException] -or
            $record.FullyQualifiedErrorId -eq 'SimulatorLacksBehaviour') { $Cmdlet.ThrowTerminatingError($record) }
        $call.Errors.Add($record)
    }
    finally { Write-Journal $phase $call }
    foreach ($text in $call.Warnings) { $Cmdlet.WriteWarning($text) }
    foreach ($record in $call.Errors) { $Cmdlet.WriteError($record) }
}

# WhatIf first; then the question that the real cmdlet asks. Nobody can answer it here, which is an error at once.
function Test-Consent {
    param($Cmdlet, [Collections.IDictionary]$Call, [Collections.IDictionary]$Behaviour, [bool]$AsksUnlessForced)
    $target = @($Call.Bound['Name']) -join ', '
    if (-not $target) { $target = @($Call.Bound['PeerName']) -join ', ' }
    if (-not $target) { $target = $script:MachineName }
    try {
        if ($Cmdlet.MyInvocation.MyCommand.Parameters.ContainsKey('WhatIf') -and -not $Cmdlet.ShouldProcess($target)) {
            return $false
        }
        $declined = $Call.Bound.ContainsKey('Confirm') -and -not $Call.Bound['Confirm']
        if (-not $AsksUnlessForced -or $Call.Bound['Force'] -or $declined) { return $true }
        $question = 'Are you sure you want to perform this action?'
        if ($Behaviour.Question) { $question = $Behaviour.Question -f $target, $Call.Bound['RoutingDomain'] }
        return $Cmdlet.ShouldContinue($question, 'Confirm')
    }
    catch [Management.Automation.Host.HostException], [NotImplementedException], [InvalidOperationException] {
        $message = 'Windows PowerShell is in NonInteractive mode. Read and Prompt functionality is not available.'
        Stop-Behaviour ([Management.Automation.ErrorRecord]::new(
                [Management.Automation.PSInvalidOperationException]::new($message), 'InvalidOperation', 'InvalidOperation', $target))
    }
}

function Test-ShowsOutput {
    param($Cmdlet, [Collections.IDictionary]$Bound)
    (-not $Cmdlet.MyInvocation.MyCommand.Parameters.ContainsKey('PassThru')) -or [bool]$Bound['PassThru']
}

function New-LacksBehaviourError {
    param([string]$Name)
    [Management.Automation.ErrorRecord]::new(
        [NotImplementedException]::new("The simulator knows only the signature of $Name, not what it does."),
        'SimulatorLacksBehaviour', 'NotImplemented', $Name)
}
