import type { Confusion } from './inventory-confusions';
import { refusalOf } from './inventory-fields';
import { sameAddress, spellAddress } from '../network/address';
import { readSubnetList } from '../network/subnet-list';

/* What the sites of the inventory cannot be side by side: add-s2s or add-bgp-peer would refuse the second of them. */

interface Site {
  destination?: string | undefined;
  subnets: string[];
  peer?: { address: string } | undefined;
}

interface Written {
  tenants: Record<
    string,
    { gateway: string; bgp?: { address: string } | undefined; sites: Record<string, Site> }
  >;
}

interface Place {
  gateway: string;
  tenant: string;
  name: string;
  site: Site;
  path: string[];
}

/** The fields that a gateway could not have together, each with a sentence. */
export function clashingSites({ tenants }: Written): Confusion[] {
  const places = Object.entries(tenants).flatMap(([tenant, { gateway, sites }]) =>
    Object.entries(sites).map(([name, site]): Place => {
      return { gateway, tenant, name, site, path: ['tenants', tenant, 'sites', name] };
    }),
  );
  return [
    ...places.flatMap(clashInside),
    ...twice(places, 'destination', ({ site }) => site.destination, sameFarEnd),
    ...twice(places, undefined, ({ tenant, name }) => `${tenant}-${name}`, sameTunnel),
    ...twice(
      places,
      'peer',
      ({ tenant, site }) => site.peer && `${tenant} ${spellAddress(site.peer.address)}`,
      samePeer,
    ),
    ...places.flatMap((place) => ownPeer(place, tenants[place.tenant]?.bgp?.address)),
  ];
}

function clashInside({ path, site: { subnets } }: Place): Confusion[] {
  const each = subnets.some((one) => refusalOf(() => readSubnetList([one])) !== undefined);
  // What is wrong with one of them is said where it stands.
  const message = each ? undefined : refusalOf(() => readSubnetList(subnets));
  return message === undefined ? [] : [{ path: [...path, 'subnets'], message, input: subnets }];
}

function twice(
  places: Place[],
  field: string | undefined,
  keyOf: (place: Place) => string | undefined,
  sentence: (place: Place, first: Place) => string,
): Confusion[] {
  const firsts = new Map<string, Place>();
  return places.flatMap((place) => {
    const key = keyOf(place);
    if (key === undefined) return [];
    const whole = `${place.gateway} ${spellAddress(key)}`;
    const first = firsts.get(whole);
    if (first === undefined) {
      firsts.set(whole, place);
      return [];
    }
    const path = field === undefined ? place.path : [...place.path, field];
    return [{ path, message: sentence(place, first), input: key }];
  });
}

function sameFarEnd({ site, gateway }: Place, first: Place): string {
  const whose = `${site.destination} is the far end of site ${first.name} of ${first.tenant} already`;
  return `${whose}: ${gateway} takes one tunnel with a shared key for each far end, over all tenants`;
}

function sameTunnel({ tenant, name, gateway }: Place, first: Place): string {
  const one = `the tunnel of site ${first.name} of ${first.tenant}`;
  return `its tunnel would be called ${tenant}-${name}, as ${one} is: ${gateway} has each name once`;
}

function samePeer({ site }: Place, first: Place): string {
  return `${site.peer?.address} is the BGP router of site ${first.name} already: one session for each far end is all there can be`;
}

function ownPeer({ site, path }: Place, own: string | undefined): Confusion[] {
  const { peer } = site;
  if (peer === undefined || own === undefined || !sameAddress(peer.address, own)) return [];
  const message = `${peer.address} is the gateway's own address; give that of the far end's router`;
  return [{ path: [...path, 'peer', 'address'], message, input: peer.address }];
}
