# The cmdlets of one Windows gateway, played over a state file that several processes may use at once.
#   Import-Module Simulator.psm1 -ArgumentList @(<state directory>, <machine name>)
# Language and .NET only: the bare engine has none of the utility modules. Valid on Windows PowerShell 5.1 too.
param([string]$StateDirectory, [string]$MachineName)

if (-not $StateDirectory -or -not $MachineName) {
    throw 'Import it with -ArgumentList @(<state directory>, <machine name>).'
}
$script:StateDirectory = [IO.Path]::GetFullPath($StateDirectory)
$script:MachineName = $MachineName
$script:Behaviours = @{}

foreach ($part in 'lock', 'state', 'journal', 'errors', 'values', 'tunnel', 'far-end', 'bgp', 'invoke', 'faults', 'world') {
    . ([IO.Path]::Combine($PSScriptRoot, "$part.ps1"))
}

# Loaded apart from the state: a machine that has no world yet only has the control functions.
$simulatorControl = @(
    'Reset-Simulator', 'Get-SimulatorState', 'Set-SimulatorFault', 'Clear-SimulatorFault', 'Set-SimulatorPeerKey'
)
if (-not (Test-MachineState $MachineName)) {
    Export-ModuleMember -Function $simulatorControl
    return
}
foreach ($file in [IO.Directory]::GetFiles([IO.Path]::Combine($PSScriptRoot, 'behaviours'), '*.ps1')) { . $file }
$signatures = [IO.Path]::Combine($PSScriptRoot, 'generated', "$((Read-MachineState $MachineName).Version).ps1")
if (-not [IO.File]::Exists($signatures)) {
    throw "The signatures of this Windows version are missing: $signatures. Run: node simulator/generate.mjs"
}
. $signatures
Export-ModuleMember -Function ($simulatorControl + $simulatedCmdlets + $simulatedServiceCmdlets)
