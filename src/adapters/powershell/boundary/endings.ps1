# How a run ends when it does not end by itself.

function Stop-MtgwRun($Run, [string] $Outcome, [string] $Message) {
    $Run.Outcome = $Outcome
    $Run.Message = $Message
    # To dispose of one that still runs would wait for it.
    if ($Run.Handle.IsCompleted) { $Run.Shell.Dispose() }
}

# Ask them to stop, together, and give up their sessions, whose state nobody knows now. A pipeline in this process that
# cannot be stopped is `Stuck`: only the end of the process ends it.
function Stop-MtgwPipelines($Runs) {
    foreach ($run in $Runs) { try { [void]$run.Shell.BeginStop($null, $null) } catch { $null = $_ } }
    $grace = [Diagnostics.Stopwatch]::StartNew()
    foreach ($run in $Runs) {
        [void]$run.Handle.AsyncWaitHandle.WaitOne([int][Math]::Max(0, $MtgwStopGrace - $grace.ElapsedMilliseconds))
        if (-not $run.Handle.IsCompleted) { $global:MtgwAbandoned = $true }
        $run.Stuck = -not $run.Handle.IsCompleted -and -not $MtgwOpenings[$run.Name].session
        if ($run.Opening) { try { $run.Shell.Runspace.CloseAsync() } catch { $null = $_ } }
        else { Close-MtgwTarget $run.Name }
    }
}

function Stop-MtgwLate($Runs) {
    Stop-MtgwPipelines $Runs
    foreach ($run in $Runs) {
        if ($run.Opening) { Stop-MtgwRun $run 'unreachable' 'The session did not open in time.' }
        else { Stop-MtgwRun $run 'timeout' 'It was still running at the deadline.' }
    }
}
