# Small questions about values that behaviours share.

function Get-SecretHash {
    param([string]$Text)
    $sha = [Security.Cryptography.SHA256]::Create()
    try { -join ($sha.ComputeHash([Text.Encoding]::UTF8.GetBytes($Text)) | ForEach-Object { $_.ToString('x2') }) }
    finally { $sha.Dispose() }
}

function Get-SortedKeys {
    param([Collections.IDictionary]$Table)
    $keys = [string[]]@($Table.Keys)
    [array]::Sort($keys, [StringComparer]::OrdinalIgnoreCase)
    , $keys
}

function Get-Moment { [datetime]::UtcNow.Ticks }

function Get-SecondsSince {
    param($Ticks)
    ([datetime]::UtcNow.Ticks - [long]$Ticks) / [timespan]::TicksPerSecond
}

# Windows versions are years, only the first has letters behind.
function Test-VersionAtLeast {
    param([Collections.IDictionary]$State, [int]$Year)
    [int]$State.Version.Substring(0, 4) -ge $Year
}

function Test-Address {
    param([string]$Text)
    $parsed = $null
    [ipaddress]::TryParse($Text, [ref]$parsed)
}

# 10.0.0.0/8 contains 10.1.2.3; a subnet may carry a metric: 10.0.0.0/8:100, 2001:db8::/32:100.
function Split-Subnet {
    param([string]$Text)
    if ($Text -notmatch '^(?<address>[^/]+)/(?<length>\d{1,3})(:(?<metric>\d+))?$') { return $null }
    $address = $null
    $length = [int]$Matches.length
    if (-not [ipaddress]::TryParse($Matches.address, [ref]$address)) { return $null }
    if ($length -gt 8 * $address.GetAddressBytes().Length) { return $null }
    @{ Address = $address; Length = $length; Metric = [uint32]("0$($Matches.metric)"); Prefix = "$($Matches.address)/$length" }
}

function Test-SubnetContains {
    param([string]$Subnet, [string]$Address)
    $parts = Split-Subnet $Subnet
    $bytes = ([ipaddress]$Address).GetAddressBytes()
    if (-not $parts) { return $false }
    $network = $parts.Address.GetAddressBytes()
    if ($network.Length -ne $bytes.Length) { return $false }
    for ($bit = 0; $bit -lt $parts.Length; $bit++) {
        $mask = 128 -shr ($bit % 8)
        $index = [math]::Floor($bit / 8)
        if (($network[$index] -band $mask) -ne ($bytes[$index] -band $mask)) { return $false }
    }
    $true
}

function New-CimObject {
    param([string]$Class, [Collections.Specialized.OrderedDictionary]$Properties)
    $object = [pscustomobject]$Properties
    $object.PSObject.TypeNames.Insert(0, "Microsoft.Management.Infrastructure.CimInstance#$Class")
    $object
}
