# One batch: everything begun together, each waited for with what is left of the deadline.

function Get-MtgwAnswers($Call, $Clock) {
    $deadline = $Call[0]
    $maxObjects = $Call[1]
    $MtgwMost.Objects = $maxObjects
    $MtgwMost.Bytes = $Call[2]
    foreach ($name in $Call[3]) { Close-MtgwTarget $name }
    $runs = [Collections.ArrayList]::new()
    $active = [Collections.ArrayList]::new()
    foreach ($part in $Call[4]) {
        $name, $open, $together, $commands = $part
        if ($null -ne $open) { $MtgwOpenings[$name] = $open }
        $run = @{
            Name = $name; Commands = $commands; Next = 0; Opening = $false; Opened = 0
            Together = $together; Defining = $false; Defined = $false
            Outcome = $null; Message = ''; Stuck = $false; Results = [Collections.ArrayList]::new()
            Shell = $null; Handle = $null; Output = $null; Watch = $null; Token = $null
        }
        [void]$runs.Add($run)
        try { Step-MtgwRun $run } catch { Stop-MtgwRun $run 'died' $_.Exception.Message }
        if (-not $run.Outcome) { [void]$active.Add($run) }
    }
    $late = $false
    while ($active.Count -gt 0) {
        $left = $deadline - $Clock.ElapsedMilliseconds
        if ($left -le 0) { $late = $true; break }
        if ($active.Count -eq 1) { [void]$active[0].Handle.AsyncWaitHandle.WaitOne([int][Math]::Min($left, 250)) }
        else {
            # Windows waits for 64 handles at most; the others are looked at when one of these, or the pause, ends.
            $handles = [Threading.WaitHandle[]]@(
                for ($i = 0; $i -lt $active.Count -and $i -lt 60; $i++) { $active[$i].Handle.AsyncWaitHandle }
            )
            [void][Threading.WaitHandle]::WaitAny($handles, [int][Math]::Min($left, 250))
        }
        for ($i = $active.Count - 1; $i -ge 0; $i--) {
            $run = $active[$i]
            if ($run.Handle.IsCompleted) {
                try { Receive-MtgwRun $run } catch { Stop-MtgwRun $run 'died' $_.Exception.Message }
            }
            elseif ($run.Output.Count -gt $maxObjects) {
                Stop-MtgwPipelines @(, $run)
                Stop-MtgwRun $run 'died' "More than $maxObjects objects came back; it was stopped."
            }
            if ($run.Outcome) { $active.RemoveAt($i) }
        }
    }
    if ($late) { Stop-MtgwLate $active }
    $answers = [object[]]::new($runs.Count)
    for ($i = 0; $i -lt $runs.Count; $i++) {
        $run = $runs[$i]
        $answers[$i] = @($run.Name, $run.Outcome, $run.Message, $run.Stuck, $run.Results)
    }
    return , $answers
}

# The next thing to do for a target: open its session, run its next command, or be done.
function Step-MtgwRun($Run) {
    $target = $MtgwTargets[$Run.Name]
    if ($target -and $target.Runspace.RunspaceStateInfo.State -ne 'Opened') {
        Close-MtgwTarget $Run.Name
        $target = $null
    }
    if (-not $target) {
        # Lost between two commands: a new session must not carry on as if nothing had happened.
        if ($Run.Next -gt 0) { Stop-MtgwRun $Run 'died' 'The session was lost.' }
        else { Open-MtgwTarget $Run }
        return
    }
    # Without commands it was about the session alone.
    if ($Run.Next -ge $Run.Commands.Count) { $Run.Outcome = 'answered'; return }
    if ($Run.Together -and $target.Together) { $shell = Start-MtgwReadings $Run $target }
    else {
        $Run.Together = $false
        $cmdlet, $parameters = $Run.Commands[$Run.Next]
        $shell = [powershell]::Create()
        $shell.Runspace = $target.Runspace
        [void]$shell.AddCommand($cmdlet).AddParameters($parameters)
        if ($target.Local) {
            $Run.Token = [object]::new()
            [void]$shell.AddCommand('Complete-MtgwPipeline').AddParameter('Token', $Run.Token)
        }
    }
    $Run.Opening = $false
    $Run.Shell = $shell
    $nothing = [Management.Automation.PSDataCollection[psobject]]::new()
    $nothing.Complete()
    $Run.Output = [Management.Automation.PSDataCollection[psobject]]::new()
    $Run.Watch = [Diagnostics.Stopwatch]::StartNew()
    try { $Run.Handle = $shell.BeginInvoke($nothing, $Run.Output) }
    catch [Management.Automation.Runspaces.InvalidRunspaceStateException] {
        # Closed since the look above, so nothing was sent: open again, once.
        Close-MtgwTarget $Run.Name
        if ($Run.Opened -gt 0 -or $Run.Next -gt 0) { throw }
        Open-MtgwTarget $Run
    }
}

function Receive-MtgwRun($Run) {
    $Run.Watch.Stop()
    if ($Run.Opening) { Receive-MtgwTarget $Run; return }
    $shell = $Run.Shell
    $info = $shell.InvocationStateInfo
    $target = $MtgwTargets[$Run.Name]
    $lost = $target.Runspace.RunspaceStateInfo.State -ne 'Opened' -or
        $info.Reason -is [Management.Automation.Remoting.PSRemotingTransportException]
    if ($Run.Together -and -not $lost) { Receive-MtgwReadings $Run $target; return }
    $completed = $info.State -eq 'Completed'
    $whole = -not $target.Local
    $count = $Run.Output.Count
    if ($count -gt 0 -and $null -ne $Run.Token -and [object]::ReferenceEquals($Run.Output[$count - 1], $Run.Token)) {
        $Run.Output.RemoveAt($count - 1)
        $whole = $true
    }
    $errors = @(foreach ($record in $shell.Streams.Error) { , (ConvertTo-MtgwError $record $false) })
    if (-not $completed) { $errors += , (ConvertTo-MtgwError $info.Reason $true) }
    $warnings = @(foreach ($record in $shell.Streams.Warning) { $record.Message })
    [void]$Run.Results.Add(@($Run.Output, $errors, $warnings, $Run.Watch.Elapsed.TotalMilliseconds))
    if ($lost) {
        Close-MtgwTarget $Run.Name
        Stop-MtgwRun $Run 'died' 'The session was lost.'
        return
    }
    $shell.Dispose()
    # What a terminating error leaves undone must not be built upon: the commands after it do not run.
    if (-not $completed) { $Run.Outcome = 'answered'; return }
    if (-not $whole) {
        $Run.Outcome = 'died'
        $Run.Message = 'The cmdlet left with exit before its end.'
        return
    }
    $Run.Next++
    if ($Run.Next -ge $Run.Commands.Count) { $Run.Outcome = 'answered' } else { Step-MtgwRun $Run }
}
