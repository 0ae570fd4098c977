# Sessions: one for each target, opened when it is first needed, kept until Node says that it idled long enough.

function Open-MtgwTarget($Run) {
    $open = $MtgwOpenings[$Run.Name]
    $Run.Opening = $true
    $Run.Opened++
    if (-not $MtgwSessionState) {
        $global:MtgwSessionState = [Management.Automation.Runspaces.InitialSessionState]::CreateDefault2()
    }
    if ($open.session) {
        # In a runspace of its own, because New-PSSession blocks: all targets open at the same time. With this session
        # state: what Create() would take by itself needs snap-ins that the bare engine has not.
        $Run.Shell = [powershell]::Create($MtgwSessionState)
        [void]$Run.Shell.AddCommand('New-PSSession').AddParameters($open.session).AddParameter('ErrorAction', 'Stop')
    }
    else {
        $runspace = [runspacefactory]::CreateRunspace($MtgwSessionState)
        # A thread for each call would cost more than the call.
        $runspace.ThreadOptions = 'ReuseThread'
        $runspace.Open()
        $Run.Shell = [powershell]::Create()
        $Run.Shell.Runspace = $runspace
        [void]$Run.Shell.AddScript($MtgwPrologue).AddParameters(@{ Module = $open.module; Arguments = $open.arguments })
    }
    $nothing = [Management.Automation.PSDataCollection[psobject]]::new()
    $nothing.Complete()
    $Run.Output = [Management.Automation.PSDataCollection[psobject]]::new()
    $Run.Watch = [Diagnostics.Stopwatch]::StartNew()
    $Run.Handle = $Run.Shell.BeginInvoke($nothing, $Run.Output)
}

function Receive-MtgwTarget($Run) {
    $shell = $Run.Shell
    $local = -not $MtgwOpenings[$Run.Name].session
    $runspace = if ($local) { $shell.Runspace } elseif ($Run.Output.Count -gt 0) { $Run.Output[0].Runspace }
    if ($shell.InvocationStateInfo.State -ne 'Completed' -or $shell.HadErrors -or -not $runspace) {
        $problem = $shell.InvocationStateInfo.Reason
        if (-not $problem -and $shell.Streams.Error.Count -gt 0) { $problem = $shell.Streams.Error[0] }
        $shell.Runspace.CloseAsync()
        Stop-MtgwRun $Run 'unreachable' (ConvertTo-MtgwError $problem $true)[2]
        return
    }
    # The helper stays: a PSSession ends with the runspace that made it.
    $MtgwTargets[$Run.Name] = @{
        Runspace = $runspace; Local = $local; Together = -not $local; Helper = $(if (-not $local) { $shell })
    }
    Step-MtgwRun $Run
}

function Close-MtgwTarget([string] $Name) {
    $target = $MtgwTargets[$Name]
    if (-not $target) { return }
    $MtgwTargets.Remove($Name)
    # Not waited for: a dead network makes closing slow, and nobody here needs it any more.
    try { $target.Runspace.CloseAsync() } catch { $null = $_ }
    if ($target.Helper) { try { $target.Helper.Runspace.CloseAsync() } catch { $null = $_ } }
}

# At the end of the process: a gateway counts the sessions of an account, and keeps lost ones for hours.
function Close-MtgwTargets {
    $open = @($MtgwTargets.Values)
    foreach ($name in @($MtgwTargets.Keys)) { Close-MtgwTarget $name }
    $watch = [Diagnostics.Stopwatch]::StartNew()
    foreach ($target in $open) {
        while ($target.Runspace.RunspaceStateInfo.State -notin 'Closed', 'Broken') {
            if ($watch.ElapsedMilliseconds -gt 2000) { $global:MtgwAbandoned = $true; break }
            [Threading.Thread]::Sleep(10)
        }
    }
    # What could not be stopped by its deadline must not be finished because Node is no more there to end us.
    if ($MtgwAbandoned) { [Diagnostics.Process]::GetCurrentProcess().Kill() }
}
