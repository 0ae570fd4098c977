# What ran when, one line per phase of a call: time, process, phase, cmdlet, name. Never any other parameter value.

# A journal that nobody empties starts again at this size.
$script:JournalLimit = 4MB

function Get-JournalLine {
    param([string]$Phase, [Collections.IDictionary]$Call)
    $line = '{0} {1} {2} {3}' -f [datetime]::UtcNow.ToString('o'), $PID, $Phase, $Call.Name
    $name = $Call.Bound['Name']
    if ($null -eq $name) { return $line }
    # Escaped, so that a name with a blank or a line break stays one word.
    $line + ' ' + [uri]::EscapeDataString(@($name) -join ',')
}

# Only under the lock: appending is not atomic between processes.
function Add-JournalLine {
    param([string]$Line)
    $path = [IO.Path]::Combine($script:StateDirectory, "$script:MachineName.journal")
    $share = [IO.FileShare]([int][IO.FileShare]::ReadWrite -bor [int][IO.FileShare]::Delete)
    $file = [IO.FileStream]::new($path, [IO.FileMode]::OpenOrCreate, [IO.FileAccess]::Write, $share)
    try {
        if ($file.Length -gt $script:JournalLimit) { $file.SetLength(0) }
        $bytes = [Text.Encoding]::UTF8.GetBytes("$Line`n")
        [void]$file.Seek(0, [IO.SeekOrigin]::End)
        $file.Write($bytes, 0, $bytes.Length)
    }
    finally { $file.Dispose() }
}

function Write-Journal {
    param([string]$Phase, [Collections.IDictionary]$Call)
    $lock = Enter-MachineLock $script:MachineName
    try { Add-JournalLine (Get-JournalLine $Phase $Call) }
    finally { $lock.Dispose() }
}
