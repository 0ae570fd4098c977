import { canonicalLine } from '../../src/commands/canonical-line';
import { parseLine } from '../../src/commands/grammar';
import { parseArgs } from '../../src/commands/parse-args';
import { readArgs } from '../../src/commands/read-args';
import { lackOf } from '../../src/facts/lack';
import { type WindowsVersion, windowsVersions } from '../../src/facts/versions';
import { operations } from '../../src/ops/catalog';
import { callsOf, type Readings } from '../../src/ops/reading';
import { findTenant, type Inventory, inventorySchema } from '../../src/world/inventory';
import { checkStep } from './check-step';
import {
  domainRow,
  key,
  peerRow,
  type Recorded,
  recordedAt,
  routerRow,
  tunnelRow,
} from './recorded';
import { answerAt, type AtWork, completeAt, planAt, stateAt } from './at-work';

/*
 * Every example of every operation on recorded readings, for each version of Windows: what it reads and what it plans is in
 * that version, or it is refused in a sentence that names it. No PowerShell; a second reader of the facts agrees.
 */

const inventoryOf = (version: WindowsVersion): Inventory =>
  inventorySchema.parse({
    gateways: { gw1: { version, target: {} } },
    tenants: {
      contoso: {
        gateway: 'gw1',
        routingDomain: 'Contoso',
        routingDomainId: '{00000001-0000-4000-8000-000000000000}',
        isolation: 'hnv',
        bgp: { address: '10.10.254.2', asn: 65_010 },
        sites: {
          hq: {
            destination: '203.0.113.7',
            subnets: ['10.1.0.0/24'],
            peer: { address: '10.1.0.1', asn: 65_120 },
          },
          branch: { destination: '198.51.100.130', subnets: ['10.2.0.0/24:100'] },
        },
      },
      fabrikam: {
        gateway: 'gw1',
        routingDomain: 'Fabrikam',
        routingDomainId: '{00000002-0000-4000-8000-000000000000}',
        isolation: 'hnv',
        bgp: { address: '10.10.254.2', asn: 65_020 },
        sites: {
          plant: {
            destination: '198.51.100.140',
            subnets: ['10.50.0.0/16'],
            peer: { address: '10.50.0.1', asn: 65_210 },
          },
        },
      },
    },
  });

const rows: Recorded = {
  'Get-VpnS2SInterface': [
    tunnelRow('contoso-branch', {
      EnableQoS: 'Enabled',
      TxBandwidthKbps: 5_120,
      RxBandwidthKbps: 5_120,
    }),
    tunnelRow('fabrikam-plant', { RoutingDomain: 'Fabrikam', Destination: ['198.51.100.140'] }),
  ],
  'Get-RemoteAccessRoutingDomain': [domainRow('Contoso'), domainRow('Fabrikam')],
  'Get-BgpRouter': [routerRow('Contoso', { PeerName: ['contoso-branch-peer'] })],
  'Get-BgpPeer': [peerRow('contoso-branch-peer')],
  'Get-Service': ['RemoteAccess', 'RasMan', 'IKEEXT', 'BFE'].map((Name) => ({
    Name,
    Status: 'Running',
  })),
};

/** What must be so for an operation to have something to do. */
const before: Record<string, Recorded> = {
  'connect-s2s': {
    'Get-VpnS2SInterface': [
      tunnelRow('contoso-branch', { ConnectionState: 'Disconnected', Persistent: false }),
    ],
  },
};

let checked = 0;
afterAll(() => {
  process.stderr.write(`Calls checked on ${windowsVersions.length} versions: ${checked}\n`);
});

const examples = operations.flatMap((operation) =>
  operation.examples.map((example): [string, (typeof operations)[number]] => [example, operation]),
);

describe.each(windowsVersions.map((version) => [version]))('on %s', (version) => {
  const machine = { name: 'gw1', version };
  const inventory = inventoryOf(version);

  const requireThere = (call: Parameters<typeof lackOf>[1]) => {
    checked += 1;
    expect(lackOf(machine, call)).toBeUndefined();
  };

  it.each(examples)('%s reads and plans what is there', async (example, operation) => {
    const { given } = readArgs(operation, parseLine(example), { inventory });
    const tenant =
      given['tenant'] === undefined ? undefined : findTenant(inventory, given['tenant']);
    const at: AtWork = recordedAt({ ...rows, ...before[operation.name] }, inventory, tenant?.name);
    const asked: Readings[] = [];
    const seen: AtWork = {
      ...at,
      read(readings) {
        asked.push(readings);
        return at.read(readings);
      },
    };
    const { args: texts } = await completeAt(seen, operation, given);
    const secrets = operation.args['psk'] === undefined ? {} : { psk: key };
    const args = parseArgs(operation.args, texts, secrets) as never;
    expect(canonicalLine(operation.name, operation.args, texts)).toMatch(operation.name);
    if (operation.kind === 'query') {
      expect((await answerAt(seen, operation, args)).summary).not.toBe('');
    } else {
      const { steps, before: first } = await planAt(seen, operation, args);
      expect(steps.length).toBeGreaterThan(0);
      for (const step of steps.flatMap((one) => [one, ...one.undo])) {
        requireThere(step);
        expect(checkStep(step, version)).toEqual([]);
      }
      expect(await stateAt(seen, operation, args)).toEqual(first);
    }
    expect(asked.length).toBeGreaterThan(0);
    for (const call of asked.flatMap(callsOf)) requireThere(call);
  });
});
