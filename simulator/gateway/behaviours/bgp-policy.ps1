# Routing policies of a BGP router. One acts only on the peers that it is attached to.

$script:PolicyProperties = 'PolicyType', 'MatchPrefix', 'IgnorePrefix', 'MatchASNRange', 'MatchCommunity', 'MatchNextHop', 'NewNextHop',
'NewLocalPref', 'NewMED', 'ClearMED', 'AddCommunity', 'RemoveCommunity'
$script:ClausesThatMatch = 'MatchPrefix', 'MatchASNRange', 'MatchCommunity', 'MatchNextHop'

Register-Reading 'Get-BgpRoutingPolicy' {
    param($state, $call)
    $domain = @(Get-RequiredRoutingDomain $call)[0]
    $router = Get-NamedRouter $state $domain
    $names = Get-SortedKeys $router.Policies
    if ($call.Bound['Name']) { $names = @($call.Bound['Name']) }
    foreach ($name in $names) {
        if (-not $router.Policies.Contains($name)) { $call.Errors.Add((New-NotFoundError 'Policy' $name)); continue }
        ConvertTo-PolicyObject $state $domain $name $router.Policies[$name]
    }
}

Register-Change 'Add-BgpRoutingPolicy' {
    param($state, $call)
    $domain = @(Get-RequiredRoutingDomain $call)[0]
    $router = Get-NamedRouter $state $domain
    $name = $call.Bound['Name']
    if ($router.Policies.Contains($name)) {
        Stop-Behaviour (New-CimError 'HRESULT 800700B7' 'ResourceExists' "Routing domain $domain already has a BGP routing policy $name." $name)
    }
    if (-not $call.Bound['Force'] -and @($script:ClausesThatMatch | Where-Object { $call.Bound[$_] }).Count -eq 0) {
        Stop-Behaviour (New-InvalidArgumentError "Policy $name matches everything, which needs Force." $name)
    }
    $policy = @{}
    foreach ($property in $script:PolicyProperties) { if ($null -ne $call.Bound[$property]) { $policy[$property] = $call.Bound[$property] } }
    $router.Policies[$name] = $policy
    ConvertTo-PolicyObject $state $domain $name $policy
}

Register-Change 'Remove-BgpRoutingPolicy' -Question 'BGP routing policy {0} could currently be active. Do you want to remove policy and restart corresponding peerings?' {
    param($state, $call)
    $router = Get-NamedRouter $state @(Get-RequiredRoutingDomain $call)[0]
    foreach ($name in @($call.Bound['Name'])) {
        if ($router.Policies.Contains($name)) { $router.Policies.Remove($name) }
        else { $call.Errors.Add((New-NotFoundError 'Policy' $name)) }
    }
}

# Without a peer it means every peer of the routing domain.
Register-Change 'Add-BgpRoutingPolicyForPeer' -Question 'BGP peering session could currently be active for {0}. Do you want to apply these policies and restart corresponding peering sessions?' {
    param($state, $call)
    $domain = @(Get-RequiredRoutingDomain $call)[0]
    $router = Get-NamedRouter $state $domain
    foreach ($policy in @($call.Bound['PolicyName'])) {
        if (-not $router.Policies.Contains($policy)) { Stop-Behaviour (New-NotFoundError 'Policy' $policy) }
    }
    $list = "$($call.Bound['Direction'])PolicyList"
    foreach ($peer in (Get-MeantPeer $state $domain $call)) {
        foreach ($policy in @($call.Bound['PolicyName'])) {
            if (@($peer[$list]) -notcontains $policy) { $peer[$list] = [string[]](@($peer[$list] | Where-Object { $_ }) + $policy) }
        }
        $peer.StartedAt = Get-Moment
    }
}

Register-Change 'Remove-BgpRoutingPolicyForPeer' -Question 'BGP peering session could currently be active for {0}. Do you want to remove these policies and restart corresponding peering sessions?' {
    param($state, $call)
    $domain = @(Get-RequiredRoutingDomain $call)[0]
    $lists = @('IngressPolicyList', 'EgressPolicyList')
    if ($call.Bound['Direction']) { $lists = @("$($call.Bound['Direction'])PolicyList") }
    foreach ($peer in (Get-MeantPeer $state $domain $call)) {
        foreach ($list in $lists) {
            $peer[$list] = [string[]]@($peer[$list] | Where-Object { $call.Bound['PolicyName'] -and $_ -notin $call.Bound['PolicyName'] })
        }
        $peer.StartedAt = Get-Moment
    }
}

function Get-MeantPeer {
    param([Collections.IDictionary]$State, [string]$RoutingDomain, [Collections.IDictionary]$Call)
    $names = @($Call.Bound['PeerName'])
    if (-not $Call.Bound['PeerName']) { $names = Get-SortedKeys (Get-NamedRouter $State $RoutingDomain).Peers }
    foreach ($name in $names) { Get-NamedPeer $State $RoutingDomain $name }
}

function ConvertTo-PolicyObject {
    param([Collections.IDictionary]$State, [string]$RoutingDomain, [string]$Name, [Collections.IDictionary]$Policy)
    $shown = [ordered]@{ RoutingDomain = Get-DomainName $State $RoutingDomain; PolicyName = $Name }
    foreach ($property in $script:PolicyProperties) { $shown[$property] = $Policy[$property] }
    New-CimObject 'BgpRoutingPolicyConfig' $shown
}
