import fc from 'fast-check';
import { judge } from '../../src/health/judge-gateway';
import { bgpIn, bgpOf, everyPeerOf } from '../../src/ops/bgp/read';
import type { Attempt } from '../../src/ops/reading';
import { oddNotes } from '../../src/ops/rows';
import { everyTunnel, tunnels as readTunnels } from '../../src/ops/s2s/read';
import type { PsValue } from '../../src/ports/shells';
import { GatewayError } from '../../src/errors';
import { inventory, readBy } from '../health/readings';
import { domainRow, peerRow, routerRow, tunnelRow } from '../ops/recorded';
import { anyData, changed } from './any-data';
import { cases, patienceMs } from './cases';
import { outcomeOf, quickly } from './outcome';

/* Rows that a gateway's cmdlets gave, of whatever kind: each is understood, or told as odd, and hides no other. */

/** What CLIXML has and JSON has not. */
const number = fc.constantFrom<PsValue>(
  Number.NaN,
  Number.POSITIVE_INFINITY,
  -0,
  2n ** 64n,
  -1n,
  { text: 'Connected', number: 2 },
  { text: '', number: 0n },
);
const routeRow = {
  RoutingDomain: 'Contoso',
  Network: '10.2.0.0/24',
  NextHop: '10.2.0.1',
  LearnedFromPeer: 'contoso-branch-peer',
  ASPath: [{ ASN: [65_110, 65_120] }],
  LocalPref: 100,
  MED: 0,
  State: ['Best'],
};
const customRow = { RoutingDomain: 'Contoso', Network: ['10.1.0.0/24'], Interface: null };
const serviceRow = { Name: 'RasMan', Status: 'Running' };

const answerOf = (...real: object[]) => {
  const row = fc.oneof(
    { arbitrary: fc.oneof(...real.map((one) => changed(one, number))), weight: 6 },
    anyData,
  );
  return fc.array(row as fc.Arbitrary<PsValue>, { maxLength: 3 });
};
const tunnels = answerOf(
  tunnelRow('contoso-branch'),
  tunnelRow('fabrikam-plant', { RoutingDomain: 'Fabrikam' }),
);
const domains = answerOf(domainRow('Contoso'), domainRow('Fabrikam'));
const peers = answerOf(peerRow('contoso-branch-peer'));
const bgp = fc.tuple(
  answerOf(routerRow('Contoso')),
  peers,
  answerOf(routeRow),
  answerOf(customRow),
);
const services = answerOf(serviceRow);

const bgpFrom = ([routers, peersRead, routes, advertised]: [
  PsValue[],
  PsValue[],
  PsValue[],
  PsValue[],
]) => {
  const of = bgpOf('Contoso');
  return bgpIn([
    {
      routers: of.routers.as(routers, 'gw1'),
      peers: of.peers.as(peersRead, 'gw1'),
      routes: of.routes.as(routes, 'gw1'),
      advertised: of.advertised.as(advertised, 'gw1'),
    },
  ]);
};

const attempt = (rows: fc.Arbitrary<PsValue[]>): fc.Arbitrary<Attempt> =>
  fc.oneof(
    { arbitrary: rows.map((found) => ({ read: true as const, found })), weight: 6 },
    fc
      .boolean()
      .map((reached) => ({ read: false as const, reached, why: 'Access is denied', errorId: 'x' })),
  );

test(
  'every row of tunnels and of BGP is understood, or told as odd; all or nothing is refused where one is',
  () => {
    fc.assert(
      fc.property(tunnels, bgp, (rows, answers) => {
        const read = quickly(() => readTunnels.as(rows, 'gw1'));
        expect(read.rows.length + read.odd.length).toBe(rows.length);
        const { routers, peers: found, routes, advertised, odd } = quickly(() => bgpFrom(answers));
        const understood = [routers, found, routes, advertised].flat().length;
        expect(understood + odd.length).toBe(answers.flat().length);
        for (const note of oddNotes([...read.odd, ...odd], undefined)) {
          expect(note).toMatch(/^gw1 gives .* no usable .* so it was left out here\.$/s);
        }
        const all = outcomeOf(() => everyTunnel.as(rows, 'gw1'), GatewayError);
        expect(all.value === undefined).toBe(read.odd.length > 0);
        const others = outcomeOf(() => everyPeerOf('Contoso').as(answers[1], 'gw1'), GatewayError);
        expect(others.value ?? found).toEqual(found);
      }),
      { numRuns: cases },
    );
  },
  patienceMs,
);

test(
  'whatever a probe read, each thing of it is judged in a sentence, and a gateway that was not read is not healthy',
  () => {
    const first = fc.tuple(attempt(tunnels), attempt(domains), attempt(services));
    fc.assert(
      fc.property(first, fc.array(attempt(peers), { maxLength: 6 }), (asked, second) => {
        const { verdicts } = quickly(() => {
          return judge(readBy(asked, second), inventory);
        });
        for (const { sentence, health } of verdicts) {
          expect(sentence).toMatch(/[.!?"]$/);
          expect(['healthy', 'degraded', 'down', 'unknown']).toContain(health);
        }
        const blind = asked.some(({ read }) => !read);
        if (blind) expect(verdicts[0]?.health).not.toBe('healthy');
      }),
      { numRuns: cases },
    );
  },
  patienceMs,
);
