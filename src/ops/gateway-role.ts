/**
 * Every cmdlet that the bot runs on a gateway: what the bot's account must be allowed there, and no more. A reading
 * changes nothing and may be asked together with others.
 */
export const gatewayRole = {
  readings: [
    'Get-VpnS2SInterface',
    'Get-RemoteAccessRoutingDomain',
    'Get-VpnServerConfiguration',
    'Get-RemoteAccess',
    'Get-BgpRouter',
    'Get-BgpPeer',
    'Get-BgpRouteInformation',
    'Get-BgpCustomRoute',
  ],
  /** Not of the gateway's own module. */
  alsoReadings: ['Get-Service'],
  changes: [
    'Add-VpnS2SInterface',
    'Set-VpnS2SInterface',
    'Remove-VpnS2SInterface',
    'Connect-VpnS2SInterface',
    'Disconnect-VpnS2SInterface',
    'Add-BgpRouter',
    'Remove-BgpRouter',
    'Add-BgpPeer',
    'Remove-BgpPeer',
    'Set-BgpPeer',
    'Start-BgpPeer',
    'Stop-BgpPeer',
    'Add-BgpRoutingPolicyForPeer',
  ],
} as const;

/** The same as one list of names: nothing else is sent to a gateway, whatever a plan says. */
export const ownCmdlets: readonly string[] = [...gatewayRole.readings, ...gatewayRole.changes];
