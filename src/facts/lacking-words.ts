/**
 * How it is said that a version lacks a cmdlet or a parameter, where there is more to say than that: what people call the
 * thing, and what helps instead. Behind "<machine> runs Windows Server <version>, which ...".
 */
export const lackingWords: Readonly<Record<string, string>> = {
  '-GreTunnel': 'has no GRE tunnels (2016 and later). add-s2s makes an IKEv2 one.',
  '-GreKey': 'has no GRE tunnels (2016 and later). add-s2s makes an IKEv2 one.',
  '-LocalVpnTrafficSelector':
    'has no traffic selectors (2016 and later): the far end must accept any.',
  '-RemoteVpnTrafficSelector':
    'has no traffic selectors (2016 and later): the far end must accept any.',
  '-MMSALifeTimeSeconds': 'has no main-mode lifetime to set (2016 and later).',
  '-TransitRouting':
    'passes nothing on between eBGP peers and is no route reflector (2016 and later).',
  '-RouteReflectorClient': 'knows no reflector clients (2016 and later).',
  'Add-BgpRouteAggregate':
    'has no route aggregates (2016 and later). Announce the covering network and deny the parts on the way out.',
};
