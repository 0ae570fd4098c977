param([string[]] $Cmdlets, [Collections.IDictionary[]] $Parameters, [int] $MaxObjects, [long] $MaxBytes)
# Read-MtgwGateway, on the far side of a session: runs readings there and hands over all that they returned as one text,
# because thousands of small packets stall ssh. In a role it runs in full language, where everything can be called. So
# it answers for what it calls: a reading that its role lists by name and that the session shows to whoever is connected,
# declared parameters, plain values. All of that is settled before the first one runs. Whatever it refuses, the
# boundary asks again without it, and the endpoint's own rules answer.
$readable = @()
# Windows PowerShell 5.1 and 7; language and .NET only.
$plain = [string], [bool], [int], [long], [double]
# These write into variables, ours among them.
$common = [Management.Automation.Cmdlet]::CommonParameters
if ($Parameters.Count -ne $Cmdlets.Count) { throw 'Each reading needs its parameters.' }
$commands = [Management.Automation.CommandInfo[]]::new($Cmdlets.Count)
for ($i = 0; $i -lt $Cmdlets.Count; $i++) {
    if ($readable -notcontains $Cmdlets[$i]) { throw "$($Cmdlets[$i]) is not among the readings of this endpoint." }
    # As the session would find it for who is connected: what is private is passed over, nothing is loaded for it.
    foreach ($found in $ExecutionContext.InvokeCommand.GetCommands($Cmdlets[$i], 'Function, Cmdlet', $false)) {
        if ($found.Name -eq $Cmdlets[$i] -and [Management.Automation.SessionState]::IsVisible('Runspace', $found)) {
            $commands[$i] = $found
            break
        }
    }
    if (-not $commands[$i]) { throw "$($Cmdlets[$i]) is not visible on this endpoint." }
    foreach ($pair in $Parameters[$i].GetEnumerator()) {
        if ($common.Contains($pair.Key) -or -not $commands[$i].Parameters.ContainsKey($pair.Key)) {
            throw "$($Cmdlets[$i]) is not read with -$($pair.Key) on this endpoint."
        }
        foreach ($value in $pair.Value) {
            if ($null -ne $value -and $plain -notcontains $value.GetType()) {
                throw "-$($pair.Key) of $($Cmdlets[$i]) holds more than text, numbers and truth values."
            }
        }
    }
}
# A script of a pipeline of its own, as when it is sent by itself: what ends a statement in it must not end this function.
# The first token proves that the reading came to its end, the second one that it did not `exit`. Warnings go in the
# output, because a nested pipeline keeps them nowhere else.
$reading = @'
param($Command, $Bound, $Most, $Warnings, $Token)
& $Command @Bound 3>&1 | & {
    begin { $count = 0 }
    process {
        if ($_ -is [Management.Automation.WarningRecord]) { [void]$Warnings.Add($_.Message); return }
        if (++$count -gt $Most) { throw 'Too many.' }
        , $_
    }
    end { , $Token }
}
, $Token
'@
$results = [Collections.ArrayList]::new()
for ($i = 0; $i -lt $commands.Count; $i++) {
    $token = [object]::new()
    $warnings = [Collections.ArrayList]::new()
    $shell = [powershell]::Create([Management.Automation.RunspaceMode]::CurrentRunspace)
    [void]$shell.AddScript($reading, $true).AddParameters(@{
            Command = $commands[$i]; Bound = $Parameters[$i]; Most = $MaxObjects; Warnings = $warnings; Token = $token
        })
    $output = [Collections.Generic.List[psobject]]::new()
    $watch = [Diagnostics.Stopwatch]::StartNew()
    try { $shell.Invoke($null, $output) } catch { $null = $_ }
    $watch.Stop()
    $tokens = 0
    while ($output.Count -gt 0 -and [object]::ReferenceEquals($output[$output.Count - 1], $token)) {
        $output.RemoveAt($output.Count - 1)
        $tokens++
    }
    $thrown = $shell.InvocationStateInfo.State -ne 'Completed'
    if ($thrown -and $output.Count -ge $MaxObjects) { return 'many' }
    if (-not $thrown -and $tokens -eq 0) { return 'left' }
    $problems = $shell.Streams.Error
    $ended = -not $thrown -and $tokens -eq 1
    $errors = @(for ($p = 0; $p -lt $problems.Count; $p++) {
            , (ConvertTo-MtgwError $problems[$p] ($ended -and $p -eq $problems.Count - 1))
        })
    if ($thrown) { $errors += , (ConvertTo-MtgwError $shell.InvocationStateInfo.Reason $true) }
    $shell.Dispose()
    [void]$results.Add(@($output, $errors, $warnings, $watch.Elapsed.TotalMilliseconds))
    # What a terminating error leaves undone must not be built upon: the commands after it do not run.
    if ($thrown -or $ended) { break }
}
$bytes = [Text.Encoding]::UTF8.GetBytes([Management.Automation.PSSerializer]::Serialize($results, 3))
if ($bytes.Length -gt $MaxBytes) { return 'large' }
if ($bytes.Length -le 4096) { return 'plain ' + [Convert]::ToBase64String($bytes) }
$memory = [IO.MemoryStream]::new()
$zip = [IO.Compression.GZipStream]::new($memory, [IO.Compression.CompressionLevel]::Fastest)
$zip.Write($bytes, 0, $bytes.Length)
$zip.Dispose()
return 'gzip ' + [Convert]::ToBase64String($memory.ToArray())
