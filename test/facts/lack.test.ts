import { lackOf } from '../../src/facts/lack';
import { readCatalogue, setsIn } from '../../src/facts/catalogue';
import { lackingWords } from '../../src/facts/lacking-words';
import {
  nameOfVersion,
  spanOf,
  type WindowsVersion,
  windowsVersions,
} from '../../src/facts/versions';

const on = (version: WindowsVersion) => ({ name: 'gw1', version });

describe('what a version of Windows lacks', () => {
  it.each([
    [
      '2012r2',
      { cmdlet: 'Add-BgpPeer', parameters: { Name: 'p', RouteReflectorClient: true } },
      'gw1 runs Windows Server 2012 R2, which knows no reflector clients (2016 and later).',
    ],
    [
      '2012r2',
      { cmdlet: 'Add-BgpRouter', parameters: { ClusterId: '10.0.0.1' } },
      'gw1 runs Windows Server 2012 R2, which has no -ClusterId of Add-BgpRouter (2016 and later).',
    ],
    [
      '2012r2',
      { cmdlet: 'Get-BgpRouteFlapDampening', parameters: {} },
      'gw1 runs Windows Server 2012 R2, which has no Get-BgpRouteFlapDampening (2016 and later).',
    ],
    [
      '2022',
      { cmdlet: 'Get-NetVirtualizationLookupRecord', parameters: {} },
      'gw1 runs Windows Server 2022, which has no Get-NetVirtualizationLookupRecord (2012 R2 and 2016 only).',
    ],
    [
      '2025',
      { cmdlet: 'Add-BgpPeer', parameters: { OperationMode: 'Client' } },
      'gw1 runs Windows Server 2025, which takes Mixed, Server as -OperationMode of Add-BgpPeer, and not Client.',
    ],
  ] as const)('%s: %j is refused in a sentence', (version, call, sentence) => {
    expect(lackOf(on(version), call)).toBe(sentence);
  });

  it.each(windowsVersions.map((version) => [version]))('nothing of a tunnel on %s', (version) => {
    const parameters = { Name: 'contoso-hq', Destination: ['203.0.113.7'], Protocol: 'ikev2' };
    expect(lackOf(on(version), { cmdlet: 'Add-VpnS2SInterface', parameters })).toBeUndefined();
  });

  it('parameters of two sets together, though each of them is there', () => {
    for (const [cmdlet, facts] of readCatalogue()) {
      const [one, two] = setsIn(facts, '2022').map((set) => Object.keys(set.parameters));
      const own = one?.find((name) => !two?.includes(name));
      const others = two?.find((name) => !one?.includes(name));
      if (own === undefined || others === undefined || setsIn(facts, '2022').length !== 2) continue;
      if (!facts.versions.includes('2022')) continue;
      const parameters = { [own]: null, [others]: null };
      expect(lackOf(on('2022'), { cmdlet, parameters })).toMatch(/ not together\.$/);
      return;
    }
    throw new Error('no cmdlet has two sets');
  });

  it('is not said of a cmdlet that is in no documentation: the boundary judges that', () => {
    expect(lackOf(on('2022'), { cmdlet: 'Get-Service', parameters: {} })).toBeUndefined();
  });
});

it('every word of what is lacking is of a cmdlet or a parameter that some version lacks', () => {
  const all = [...readCatalogue()];
  for (const key of Object.keys(lackingWords)) {
    const lacking = all.some(([cmdlet, facts]) =>
      windowsVersions.some((version) => {
        if (key === cmdlet) return !facts.versions.includes(version);
        const has = setsIn(facts, version).some((set) =>
          Object.hasOwn(set.parameters, key.slice(1)),
        );
        return Object.hasOwn(facts.parameters, key.slice(1)) && !has;
      }),
    );
    expect([key, lacking]).toEqual([key, true]);
  }
});

it('versions are called as people call them', () => {
  expect(windowsVersions.map(nameOfVersion)).toEqual([
    'Windows Server 2012 R2',
    'Windows Server 2016',
    'Windows Server 2019',
    'Windows Server 2022',
    'Windows Server 2025',
  ]);
  expect(spanOf(['2016', '2019', '2022', '2025'])).toBe('2016 and later');
  expect(spanOf(['2012r2', '2016'])).toBe('2012 R2 and 2016 only');
  expect(spanOf(['2012r2', '2022', '2025'])).toBe('2012 R2, 2022 and 2025 only');
  expect(spanOf(['2012r2'])).toBe('2012 R2 only');
  expect(spanOf([])).toBe('in no version');
});
