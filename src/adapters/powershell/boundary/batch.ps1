# One batch: everything begun together, each waited for with what is left of the deadline.

function Get-MtgwAnswers($Call, $Clock) {
    foreach ($name in $Call.close) { Close-MtgwTarget $name }
    $runs = [Collections.ArrayList]::new()
    foreach ($part in $Call.targets) {
        if ($part.open) { $MtgwOpenings[$part.name] = $part.open }
        $run = @{
            Name = $part.name; Commands = $part.commands; Next = 0; Opening = $false; Opened = 0
            Outcome = $null; Message = ''; Stuck = $false; Results = [Collections.ArrayList]::new()
            Shell = $null; Handle = $null; Output = $null; Watch = $null; Token = $null
        }
        [void]$runs.Add($run)
        try { Step-MtgwRun $run } catch { Stop-MtgwRun $run 'died' $_.Exception.Message }
    }
    Wait-MtgwRuns $runs $Call.deadlineMs $Call.maxObjects $Clock
    Stop-MtgwLate $runs
    $targets = [Collections.ArrayList]::new()
    foreach ($run in $runs) {
        [void]$targets.Add(@{
            name = $run.Name; outcome = $run.Outcome; message = $run.Message; stuck = $run.Stuck; results = $run.Results
        })
    }
    return @{ targets = $targets }
}

function Wait-MtgwRuns($Runs, [long] $DeadlineMs, [int] $MaxObjects, $Clock) {
    $active = [Collections.ArrayList]::new()
    foreach ($run in $Runs) { if (-not $run.Outcome) { [void]$active.Add($run) } }
    $handles = [Collections.Generic.List[Threading.WaitHandle]]::new()
    while ($active.Count -gt 0) {
        $left = $DeadlineMs - $Clock.ElapsedMilliseconds
        if ($left -le 0) { return }
        $handles.Clear()
        # Windows waits for 64 handles at most; the others are looked at whenever one of these, or the pause, ends.
        for ($i = 0; $i -lt $active.Count -and $i -lt 60; $i++) { $handles.Add($active[$i].Handle.AsyncWaitHandle) }
        [void][Threading.WaitHandle]::WaitAny($handles.ToArray(), [int][Math]::Min($left, 250))
        for ($i = $active.Count - 1; $i -ge 0; $i--) {
            $run = $active[$i]
            if ($run.Handle.IsCompleted) {
                try { Receive-MtgwRun $run } catch { Stop-MtgwRun $run 'died' $_.Exception.Message }
            }
            elseif ($run.Output.Count -gt $MaxObjects) {
                Stop-MtgwPipeline $run
                Stop-MtgwRun $run 'died' "More than $MaxObjects objects came back; it was stopped."
            }
            if ($run.Outcome) { $active.RemoveAt($i) }
        }
    }
}

# The next thing to do for a target: open its session, run its next command, or be done.
function Step-MtgwRun($Run) {
    $target = $MtgwTargets[$Run.Name]
    if ($target -and $target.Runspace.RunspaceStateInfo.State -ne 'Opened') {
        Close-MtgwTarget $Run.Name
        $target = $null
    }
    if ($Run.Next -ge $Run.Commands.Count) { $Run.Outcome = 'answered'; return }
    if (-not $target) {
        # Lost between two commands: a new session must not carry on as if nothing had happened.
        if ($Run.Next -gt 0) { Stop-MtgwRun $Run 'died' 'The session was lost.'; return }
        Open-MtgwTarget $Run
        return
    }
    $command = $Run.Commands[$Run.Next]
    $shell = [powershell]::Create()
    $shell.Runspace = $target.Runspace
    [void]$shell.AddCommand($command.command).AddParameters($command.parameters)
    if ($command.sealed) {
        foreach ($name in $command.sealed.Keys) {
            [void]$shell.AddParameter($name, (Unprotect-MtgwSecret $command.sealed[$name]))
        }
    }
    if ($target.Local) {
        $Run.Token = [object]::new()
        [void]$shell.AddCommand('Complete-MtgwPipeline').AddParameter('Token', $Run.Token)
    }
    $Run.Opening = $false
    try { Start-MtgwPipeline $Run $shell }
    catch [Management.Automation.Runspaces.InvalidRunspaceStateException] {
        # Closed since the look above, so nothing was sent: open again, once.
        Close-MtgwTarget $Run.Name
        if ($Run.Opened -gt 0 -or $Run.Next -gt 0) { throw }
        Open-MtgwTarget $Run
    }
}

function Start-MtgwPipeline($Run, $Shell) {
    $nothing = [Management.Automation.PSDataCollection[psobject]]::new()
    $nothing.Complete()
    $Run.Output = [Management.Automation.PSDataCollection[psobject]]::new()
    $Run.Shell = $Shell
    $Run.Watch = [Diagnostics.Stopwatch]::StartNew()
    $Run.Handle = $Shell.BeginInvoke($nothing, $Run.Output)
}

function Receive-MtgwRun($Run) {
    $Run.Watch.Stop()
    if ($Run.Opening) { Receive-MtgwTarget $Run; return }
    $shell = $Run.Shell
    $info = $shell.InvocationStateInfo
    $target = $MtgwTargets[$Run.Name]
    $count = $Run.Output.Count
    $whole = -not $target.Local
    if ($target.Local -and $count -gt 0 -and [object]::ReferenceEquals($Run.Output[$count - 1], $Run.Token)) {
        $Run.Output.RemoveAt($count - 1)
        $whole = $true
    }
    $errors = [Collections.ArrayList]::new()
    foreach ($record in $shell.Streams.Error) { [void]$errors.Add((ConvertTo-MtgwError $record $false)) }
    if ($info.State -ne 'Completed') { [void]$errors.Add((ConvertTo-MtgwError $info.Reason $true)) }
    $warnings = [Collections.ArrayList]::new()
    foreach ($record in $shell.Streams.Warning) { [void]$warnings.Add($record.Message) }
    $lost = $target.Runspace.RunspaceStateInfo.State -ne 'Opened' -or
        $info.Reason -is [Management.Automation.Remoting.PSRemotingTransportException]
    [void]$Run.Results.Add(@{
        output = $Run.Output; errors = $errors; warnings = $warnings; durationMs = $Run.Watch.Elapsed.TotalMilliseconds
    })
    if ($lost) { Close-MtgwTarget $Run.Name; Stop-MtgwRun $Run 'died' 'The session was lost.'; return }
    if ($info.State -eq 'Completed' -and -not $whole) {
        Stop-MtgwRun $Run 'died' 'The cmdlet left with exit before its end.'
        return
    }
    $shell.Dispose()
    # What a terminating error leaves undone must not be built upon: the commands after it do not run.
    if ($info.State -ne 'Completed') { $Run.Outcome = 'answered'; return }
    $Run.Next++
    Step-MtgwRun $Run
}

function ConvertTo-MtgwError($Problem, [bool] $Terminating) {
    $record = $Problem
    if ($Problem -is [Management.Automation.IContainsErrorRecord]) { $record = $Problem.ErrorRecord }
    if ($record -is [Management.Automation.ErrorRecord]) {
        $id = $record.FullyQualifiedErrorId
        $category = $record.CategoryInfo.Category.ToString()
        $message = $record.ToString()
    }
    elseif ($Problem) { $id = $Problem.GetType().Name; $category = 'NotSpecified'; $message = $Problem.Message }
    else { $id = 'PipelineStopped'; $category = 'OperationStopped'; $message = 'The pipeline was stopped.' }
    return @{ errorId = $id; category = $category; message = $message; terminating = $Terminating }
}
