# The state of a machine: nested tables in CLIXML, PowerShell's own format, so that types survive.

function Get-StatePath {
    param([string]$Machine)
    [IO.Path]::Combine($script:StateDirectory, "$Machine.state")
}

function Test-MachineState {
    param([string]$Machine)
    [IO.File]::Exists((Get-StatePath $Machine))
}

# Needs no lock: the file is only ever replaced whole.
function Read-MachineState {
    param([string]$Machine)
    $path = Get-StatePath $Machine
    if (-not [IO.File]::Exists($path)) { throw "The simulator knows no machine $Machine. Run Reset-Simulator first." }
    # Shared in every way: on Windows a plain reader would stop the writer from replacing the file.
    $share = [IO.FileShare]([int][IO.FileShare]::ReadWrite -bor [int][IO.FileShare]::Delete)
    $reader = [IO.StreamReader]::new([IO.FileStream]::new($path, [IO.FileMode]::Open, [IO.FileAccess]::Read, $share))
    try { [Management.Automation.PSSerializer]::Deserialize($reader.ReadToEnd()) }
    finally { $reader.Dispose() }
}

# Only under the lock. Written beside and moved into place: who dies in between leaves the old file whole.
function Write-MachineState {
    param([string]$Machine, [Collections.IDictionary]$State)
    $path = Get-StatePath $Machine
    $draft = "$path.new"
    [IO.File]::WriteAllText($draft, [Management.Automation.PSSerializer]::Serialize($State, 8))
    if ([IO.File]::Exists($path)) { [IO.File]::Replace($draft, $path, [NullString]::Value) }
    else { [IO.File]::Move($draft, $path) }
}

# Runs the change over the newest state and stores it; a change that throws stores nothing.
function Edit-MachineState {
    param([scriptblock]$Change, [Collections.IDictionary]$Call)
    $lock = Enter-MachineLock $script:MachineName
    try {
        $state = Read-MachineState $script:MachineName
        $output = @(& $Change $state $Call)
        if ($Call) { $state.Applied[$Call.Name] = 1 + $state.Applied[$Call.Name] }
        Connect-ReadyTunnel $state
        Write-MachineState $script:MachineName $state
        if ($Call) { Add-JournalLine (Get-JournalLine 'applied' $Call) }
    }
    finally { $lock.Dispose() }
    $output
}
