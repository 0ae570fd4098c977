# Readings of a target behind a session: all of them in one call of Read-MtgwGateway on the far side, which hands over one
# text (far-side.ps1). Where the endpoint's role does not bring that function, an endpoint with full language is
# given it; where that is refused too, each reading goes as a command of its own, as a change does.

function Start-MtgwReadings($Run, $Target) {
    $shell = [powershell]::Create()
    $shell.Runspace = $Target.Runspace
    if ($Run.Defining) { [void]$shell.AddScript($MtgwFarSide) }
    else {
        $cmdlets = [string[]]@(foreach ($command in $Run.Commands) { $command[0] })
        $parameters = [Collections.IDictionary[]]@(foreach ($command in $Run.Commands) { $command[1] })
        [void]$shell.AddCommand('Read-MtgwGateway').AddParameters(@{
                Cmdlets = $cmdlets; Parameters = $parameters; MaxObjects = $MtgwMost.Objects; MaxBytes = $MtgwMost.Bytes
            })
    }
    return $shell
}

function Receive-MtgwReadings($Run, $Target) {
    $completed = $Run.Shell.InvocationStateInfo.State -eq 'Completed'
    $reason = $Run.Shell.InvocationStateInfo.Reason
    $answer = if ($completed -and $Run.Output.Count -eq 1) { "$($Run.Output[0])" }
    $Run.Shell.Dispose()
    if ($Run.Defining) {
        $Run.Defining = $false
        $Run.Defined = $true
        if (-not $completed) { $Target.Together = $false }
        Step-MtgwRun $Run
        return
    }
    switch -Regex ($answer) {
        '^(plain|gzip) ' { $Run.Results = $answer; $Run.Outcome = 'answered'; return }
        '^left$' { $Run.Outcome = 'died'; $Run.Message = 'The cmdlet left with exit before its end.'; return }
        '^many$' { $Run.Outcome = 'died'; $Run.Message = "More than $($MtgwMost.Objects) objects came back; it was stopped."; return }
        '^large$' {
            $Run.Outcome = 'died'
            $Run.Message = "The answer was larger than $($MtgwMost.Bytes) bytes and was thrown away."
            return
        }
    }
    if (-not $Run.Defined -and $reason -and (ConvertTo-MtgwError $reason $true)[0] -eq 'CommandNotFoundException') {
        $Run.Defining = $true
    }
    # The function refused, or failed: readings may be asked twice, and without it the endpoint answers for itself.
    else { $Run.Together = $false }
    Step-MtgwRun $Run
}
