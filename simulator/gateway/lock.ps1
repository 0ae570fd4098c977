# One exclusive file handle per machine: the system gives it back when its process dies, so no lock outlives its owner.

function Enter-MachineLock {
    param([string]$Machine)
    if (-not [IO.Directory]::Exists($script:StateDirectory)) {
        throw "The simulator has no state directory $script:StateDirectory. Run Reset-Simulator first."
    }
    $path = [IO.Path]::Combine($script:StateDirectory, "$Machine.lock")
    $waited = [Diagnostics.Stopwatch]::StartNew()
    while ($true) {
        try {
            return [IO.FileStream]::new($path, [IO.FileMode]::OpenOrCreate, [IO.FileAccess]::ReadWrite, [IO.FileShare]::None)
        }
        catch [IO.IOException] {
            if ($waited.Elapsed.TotalSeconds -gt 20) { throw "Another process has kept the state of $Machine for 20 seconds." }
            [Threading.Thread]::Sleep(2 + $PID % 7)
        }
    }
}
