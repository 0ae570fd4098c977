import type { GatewayShells } from '../../src/ports/shells';
import { type Reading, tried } from '../../src/ops/reading';
import { readWorld, readWorlds } from '../../src/workflow/read-world';

const count = (cmdlet: string): Reading<number> => ({
  cmdlet,
  parameters: {},
  as: (rows) => rows.length,
});
const lookup = count('Get-NetVirtualizationLookupRecord');
const sentence =
  'gw3 runs Windows Server 2022, which has no Get-NetVirtualizationLookupRecord (2012 R2 and 2016 only).';
const [gw1, gw3] = [
  { name: 'gw1', version: '2012r2' },
  { name: 'gw3', version: '2022' },
] as const;

let sent: string[];
beforeEach(() => {
  sent = [];
});

/** Every cmdlet gives as many rows as its name has letters. */
const shells: Pick<GatewayShells, 'run'> = {
  run: async (batch) =>
    batch.map(({ target, commands }) => {
      sent.push(`${target}: ${commands.map(({ cmdlet }) => cmdlet).join(', ')}`);
      const results = commands.map(({ cmdlet }) => ({
        output: Array.from(cmdlet, String),
        errors: [],
        warnings: [],
        durationMs: 1,
      }));
      return { target, outcome: 'answered', results };
    }),
};
const parts = { shells, settings: { readTimeoutMs: 1_000 } } as unknown as Parameters<
  typeof readWorld
>[0];

it('a reading that the version lacks and that cannot be done without is refused, and nothing is sent', async () => {
  const readings = { tunnels: count('Get-VpnS2SInterface'), lookup };
  await expect(readWorld(parts, gw3, readings)).rejects.toMatchObject({
    name: 'UserError',
    message: sentence,
  });
  expect(sent).toEqual([]);
});

it('one to do without says so in its place, and the others keep theirs', async () => {
  const readings = {
    first: count('Get-BgpPeer'),
    lookup: tried(lookup),
    last: count('Get-VpnS2SInterface'),
  };
  const lacking = { read: false, reached: false, why: sentence, errorId: 'version' };
  expect(await readWorld(parts, gw3, readings)).toEqual({ first: 11, lookup: lacking, last: 19 });
  expect(sent).toEqual(['gw3: Get-BgpPeer, Get-VpnS2SInterface']);
  const both = [gw1, gw3].map((machine) => ({ machine, readings: { lookup: tried(lookup) } }));
  expect(await readWorlds(shells, both, 1_000)).toEqual([
    { lookup: { read: true, found: 33 } },
    { lookup: lacking },
  ]);
  expect(sent).toEqual([
    'gw3: Get-BgpPeer, Get-VpnS2SInterface',
    'gw1: Get-NetVirtualizationLookupRecord',
  ]);
});
