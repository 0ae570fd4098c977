# How a run ends when it does not end by itself.

function Stop-MtgwRun($Run, [string] $Outcome, [string] $Message) {
    $Run.Outcome = $Outcome
    $Run.Message = $Message
    # To dispose of one that still runs would wait for it.
    if ($Run.Handle.IsCompleted) { $Run.Shell.Dispose() }
}

# Ask it to stop, and give up its session, whose state nobody knows now.
function Stop-MtgwPipeline($Run) {
    try { [void]$Run.Shell.BeginStop($null, $null) } catch { $null = $_ }
    $Run.Stuck = -not $Run.Handle.AsyncWaitHandle.WaitOne($MtgwStopGrace) -and -not $MtgwOpenings[$Run.Name].session
    if ($Run.Opening) { try { $Run.Shell.Runspace.CloseAsync() } catch { $null = $_ } }
    else { Close-MtgwTarget $Run.Name }
}

# Past the deadline. A pipeline in this process that cannot be stopped is `stuck`: only the end of the process ends it.
function Stop-MtgwLate($Runs) {
    $late = [Collections.ArrayList]::new()
    foreach ($run in $Runs) { if (-not $run.Outcome) { [void]$late.Add($run) } }
    foreach ($run in $late) { try { [void]$run.Shell.BeginStop($null, $null) } catch { $null = $_ } }
    $grace = [Diagnostics.Stopwatch]::StartNew()
    foreach ($run in $late) {
        [void]$run.Handle.AsyncWaitHandle.WaitOne([int][Math]::Max(0, $MtgwStopGrace - $grace.ElapsedMilliseconds))
        $run.Stuck = -not $run.Handle.IsCompleted -and -not $MtgwOpenings[$run.Name].session
        if ($run.Opening) {
            try { $run.Shell.Runspace.CloseAsync() } catch { $null = $_ }
            Stop-MtgwRun $run 'unreachable' 'The session did not open in time.'
        }
        else {
            Close-MtgwTarget $run.Name
            Stop-MtgwRun $run 'timeout' 'It was still running at the deadline.'
        }
    }
}

function Unprotect-MtgwSecret($Chunks) {
    $bytes = [Collections.Generic.List[byte]]::new()
    foreach ($chunk in $Chunks) { $bytes.AddRange($MtgwKey.Decrypt([Convert]::FromBase64String($chunk), $true)) }
    return [Text.Encoding]::UTF8.GetString($bytes.ToArray())
}
