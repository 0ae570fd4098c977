# The only script of the PowerShell boundary, loaded once per process. Then it reads requests from standard input, a line
# each, and writes a marked line for each: nothing that a person or a gateway said ever becomes script text, not even
# as an argument in quotes, and so it stands in no script block log either.
# A request is a nonce and CLIXML in base64. Commands and values in it are bound through the PowerShell API on the runspace of
# their target. Language and .NET only, so it runs on Windows PowerShell 5.1, on PowerShell 7 and on the bare engine,
# which has none of the utility modules. Requests and answers are lists without keys, and the path of an ordinary call
# crosses few functions: both cost more than the call itself.
#
#   line      nonce, blank, request
#   request   deadlineMs, maxObjects, maxBytes, close[name], targets[target]
#   target    name, open (how to open it; null when this process was told before), together (they only read, so
#             a session may run them all in one call), commands[command]
#   command   cmdlet, parameters{name: value}
#   answer    answered[name, outcome, message, stuck, results[output[], errors[], warnings[], durationMs]]
#   results   of what ran together: encoding, blank, the same list as CLIXML, as Write-MtgwLine has it
#   result    output[], errors[id, category, message, terminating], warnings[], durationMs

$MtgwTargets = @{}   # name -> @{ Runspace; Local; Helper }, the sessions that are open
$MtgwOpenings = @{}  # name -> how to open it, as the first request for it said
$MtgwMost = @{ Objects = 0; Bytes = 0 }  # the most that one cmdlet and one answer may return, as the request says
$MtgwStopGrace = 1000 # milliseconds
$MtgwAbandoned = $false  # something was given up that may still be running

# Every local runspace starts with this; module and arguments are bound, not written into it. A background thread,
# because the process must end when its input does. The function is the last command of each pipeline, because `exit`
# inside a cmdlet looks like success to the API: only a pipeline that came to its end hands back the token.
# One statement: a runspace that keeps its thread never finishes an asynchronous batch of several.
$MtgwPrologue = @'
param($Module, $Arguments)
[Threading.Thread]::CurrentThread.IsBackground = $true
function global:Complete-MtgwPipeline($Token) { process { , $_ } end { , $Token } }
if ($Module) {
    # A cmdlet that the module lacks must be missing, not quietly found in Windows.
    $global:PSModuleAutoLoadingPreference = 'None'
    Import-Module -Name $Module -ArgumentList $Arguments -Global -DisableNameChecking -ErrorAction Stop
}
'@

# Says who it is without being asked: a request that came before this line would be read by the host, as script.
# When the input ends, because Node is gone or wants it so, the process ends too.
function Start-Mtgw([string] $Nonce) {
    Write-MtgwLine $Nonce @($PSVersionTable.PSVersion.ToString(), $PID)
    while ($null -ne ($line = [Console]::In.ReadLine())) {
        # node-powershell ends its one command with empty lines.
        if ($line.Length -eq 0) { continue }
        $nonce, $encoded = $line.Split(' ')
        try {
            $clock = [Diagnostics.Stopwatch]::StartNew()
            $text = [Text.Encoding]::UTF8.GetString([Convert]::FromBase64String($encoded))
            $call = [Management.Automation.PSSerializer]::Deserialize($text)
            $answers = Get-MtgwAnswers $call $clock
            try { Write-MtgwLine $nonce $answers $call[2] }
            catch {
                Clear-MtgwUnspeakable $answers
                Write-MtgwLine $nonce $answers $call[2]
            }
        }
        # A text in place of a list: what went wrong. Plain, because this must not fail again.
        catch { Write-MtgwLine $nonce ($_.Exception.Message -replace '[^ -~]', '?') }
    }
    Close-MtgwTargets
}

function Write-MtgwLine([string] $Nonce, $Answer, [long] $MaxBytes = [long]::MaxValue) {
    $bytes = [Text.Encoding]::UTF8.GetBytes([Management.Automation.PSSerializer]::Serialize($Answer, 3))
    while ($bytes.Length -gt $MaxBytes -and (Clear-MtgwLargest $Answer $MaxBytes)) {
        $bytes = [Text.Encoding]::UTF8.GetBytes([Management.Automation.PSSerializer]::Serialize($Answer, 3))
    }
    $encoding = 'plain'
    if ($bytes.Length -gt 32768) {
        # CLIXML shrinks to a twentieth.
        $encoding = 'gzip'
        $memory = [IO.MemoryStream]::new()
        $zip = [IO.Compression.GZipStream]::new($memory, [IO.Compression.CompressionLevel]::Fastest)
        $zip.Write($bytes, 0, $bytes.Length)
        $zip.Dispose()
        $bytes = $memory.ToArray()
    }
    # A line feed alone, on every system.
    [Console]::Out.Write("MTGW $Nonce $encoding $([Convert]::ToBase64String($bytes)) $Nonce.`n")
}

# Too much to carry: the target with the most objects loses its results, the others keep theirs.
function Clear-MtgwLargest($Answer, $MaxBytes) {
    $largest = $null
    $most = 0
    foreach ($target in $Answer) {
        $count = 0
        foreach ($result in $target[4]) { $count += 1 + $result[0].Count }
        if ($count -gt $most) { $most = $count; $largest = $target }
    }
    if (-not $largest) { return $false }
    $largest[1] = 'died'
    $largest[2] = "The answer was larger than $MaxBytes bytes and was thrown away."
    $largest[4] = @()
    return $true
}

# Cmdlets may return characters that XML has not (U+FFFE): one machine's odd name must not silence the others.
function Clear-MtgwUnspeakable($Answer) {
    foreach ($target in $Answer) {
        try { [void][Management.Automation.PSSerializer]::Serialize($target, 3) }
        catch {
            $target[1] = 'died'
            $target[2] = 'The answer cannot be carried: ' + ($_.Exception.Message -replace '[^ -~]', '?')
            $target[4] = @()
        }
    }
}
