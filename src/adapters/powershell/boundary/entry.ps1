# The only script of the PowerShell boundary: loaded once per process, then called as
#   Invoke-Mtgw '<request>' '<mark>'
# A request is CLIXML in base64. Commands and values in it are bound through the PowerShell API on the runspace of
# their target, never as script text. Language and .NET only, so it runs on Windows PowerShell 5.1, on PowerShell 7
# and on the bare engine, which has none of the utility modules.

$MtgwTargets = @{}   # name -> @{ Runspace; Local; Helper }, the sessions that are open
$MtgwOpenings = @{}  # name -> how to open it, as the first request for it said
$MtgwKey = $null     # RSA key of this process: secrets never stand in a line that script block logging could keep
$MtgwStopGrace = 1000

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

# node-powershell waits for its mark twice on both streams. Written here, in two writes, they cost nothing, and a line
# feed alone is what its search expects on every system.
function Invoke-Mtgw([string] $Request, [string] $Mark) {
    $line = Get-MtgwLine $Request
    [Console]::Out.Write("$Mark`n$line`n$Mark`n")
    [Console]::Error.Write("$Mark`n$Mark`n")
}

function Get-MtgwLine([string] $Request) {
    $nonce = 'unread'
    try {
        $clock = [Diagnostics.Stopwatch]::StartNew()
        $text = [Text.Encoding]::UTF8.GetString([Convert]::FromBase64String($Request))
        $call = [Management.Automation.PSSerializer]::Deserialize($text)
        $nonce = $call.nonce
        $answer = switch ($call.ask) {
            'hello' { @{ version = $PSVersionTable.PSVersion.ToString(); id = $PID } }
            'key' { Get-MtgwKey }
            'run' { Get-MtgwAnswers $call $clock }
        }
        return ConvertTo-MtgwLine $nonce $answer $call.maxBytes
    }
    catch { return ConvertTo-MtgwLine $nonce @{ failed = $_.Exception.Message } 0 }
}

# Plain base64, or gzip first where it pays: CLIXML shrinks to a twentieth.
function ConvertTo-MtgwLine([string] $Nonce, $Answer, $MaxBytes) {
    $bytes = [Text.Encoding]::UTF8.GetBytes([Management.Automation.PSSerializer]::Serialize($Answer, 3))
    while ($MaxBytes -and $bytes.Length -gt $MaxBytes -and (Clear-MtgwLargest $Answer $MaxBytes)) {
        $bytes = [Text.Encoding]::UTF8.GetBytes([Management.Automation.PSSerializer]::Serialize($Answer, 3))
    }
    if ($bytes.Length -lt 32768) { return "MTGW $Nonce plain $([Convert]::ToBase64String($bytes)) $Nonce." }
    $memory = [IO.MemoryStream]::new()
    $zip = [IO.Compression.GZipStream]::new($memory, [IO.Compression.CompressionLevel]::Fastest)
    $zip.Write($bytes, 0, $bytes.Length)
    $zip.Dispose()
    return "MTGW $Nonce gzip $([Convert]::ToBase64String($memory.ToArray())) $Nonce."
}

# Too much to carry: the target with the most objects loses its results, the others keep theirs.
function Clear-MtgwLargest($Answer, $MaxBytes) {
    $largest = $null
    $most = 0
    foreach ($target in $Answer.targets) {
        $count = 0
        foreach ($result in $target.results) { $count += 1 + $result.output.Count }
        if ($count -gt $most) { $most = $count; $largest = $target }
    }
    if (-not $largest) { return $false }
    $largest.outcome = 'died'
    $largest.message = "The answer was larger than $MaxBytes bytes and was thrown away."
    $largest.results = [Collections.ArrayList]::new()
    return $true
}

function Get-MtgwKey {
    if (-not $MtgwKey) { $global:MtgwKey = [Security.Cryptography.RSACryptoServiceProvider]::new(2048) }
    $public = $MtgwKey.ExportParameters($false)
    return @{ modulus = $public.Modulus; exponent = $public.Exponent }
}
