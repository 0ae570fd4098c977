import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { packageRoot } from '../../src/package-root';
import { meaningOfErrorId, rasError, unreachableReason } from '../../src/facts/ras-errors';
import { recorded, tunnelRow } from '../ops/recorded';

interface Entry {
  name: string;
  meaning?: string;
  source: string;
}
const { codes, sources } = JSON.parse(
  readFileSync(join(packageRoot, 'data', 'ras-errors.json'), 'utf8'),
) as { codes: Record<string, Entry>; sources: Record<string, string> };

describe('the number of an error', () => {
  it.each([
    [13_805, /^error 13805: The negotiation timed out: the other side answered late/],
    [13_868, /^error 13868: The two sides have no common proposal/],
    [13_909, /^error 13909: The negotiation has ended without a reason/],
    [809, /^error 809: The other side does not answer/],
    [854, /^error 854: This side's certificate for EAP has expired$/],
    [1232, /^error 1232: The other side cannot be reached$/],
  ])('%d is told with what it means', (code, told) => {
    expect(rasError(code)).toMatch(told);
  });

  it.each([0x8007_35ed, 0x8007_35ed - 2 ** 32])(
    'as an HRESULT, %d, it is told by the number that people look for',
    (code) => {
      expect(rasError(code)).toMatch(/^error 13805 \(0x800735ED\): The negotiation timed out/);
    },
  );

  it('that is not known stays a number', () => {
    expect(rasError(4711)).toBe('error 4711');
    expect(rasError(0x8007_1267)).toBe('error 4711 (0x80071267)');
    expect(rasError(0x8009_2013)).toBe('error 0x80092013');
    expect(rasError(-1)).toBe('error 0xFFFFFFFF');
  });
});

describe('what is known of errors', () => {
  const ike = Array.from({ length: 109 }, (_, index) => String(13_800 + index));

  it('has a meaning for every error of IKE and IPsec', () => {
    expect(ike.filter((code) => codes[code]?.meaning === undefined)).toEqual([]);
  });

  it('has a meaning for every error of routers, of VPNs and of certificates', () => {
    const modemless = (code: number) =>
      (code >= 800 && code <= 812) || (code >= 853 && code <= 956);
    const unexplained = Object.entries(codes)
      .filter(([code, { meaning }]) => modemless(Number(code)) && meaning === undefined)
      .map(([code, { name }]) => `${code} ${name}`);
    // Cards of smart readers, PEAP cookies and a message of an update: no tunnel between routers brings these.
    expect(unexplained).toEqual([
      '802 READING_SCARD',
      '803 INVALID_PEAP_COOKIE_CONFIG',
      '804 INVALID_PEAP_COOKIE_USER',
      '805 INVALID_MSCHAPV2_CONFIG',
      '946 WARNING_NO_MD5_MIGRATION',
    ]);
  });

  it('is one sentence each, from a source that is named', () => {
    const odd = Object.entries(codes).filter(
      ([, { meaning, source }]) =>
        sources[source] === undefined || (meaning !== undefined && !/^[A-Z][^.]*\.$/.test(meaning)),
    );
    expect(odd).toEqual([]);
  });
});

describe('where the gateway names an error', () => {
  const line = (more: object) =>
    recorded({
      'Get-VpnS2SInterface': [
        tunnelRow('contoso-branch', { ConnectionState: 'Unreachable', ...more }),
      ],
    }).answer('show-s2s', { tenant: 'contoso', site: 'branch' });

  it.each([13_805, '13805', '0x800735ED', 0x8007_35ed, -2_147_011_091])(
    'show-s2s reads %p',
    async (LastError) => {
      expect(await line({ LastError })).toMatch(
        /contoso-branch is unreachable, error 13805( \(0x800735ED\))?: The negotiation timed out/,
      );
    },
  );

  it('the reason for being unreachable is told in words', async () => {
    expect(await line({ LastError: 633, UnReachabilityReasons: 'OUT_OF_RESOURCES' })).toContain(
      'compare Ikev2Ports with the number of tunnels, no port or no other resource is left',
    );
    expect(unreachableReason('SOMETHING_NEW')).toBe('SOMETHING_NEW');
  });

  it.each([
    ['Windows System Error 870,Add-VpnS2SInterface', /^Another enabled interface/],
    ['HRESULT 800700B7,Add-BgpPeer', /^It is there already/],
    ['HRESULT 0x80070005,Get-VpnS2SInterface', /^Windows denied access/],
  ])('the id %s of a cmdlet that failed has its meaning', (id, meaning) => {
    expect(meaningOfErrorId(id)).toMatch(meaning);
  });

  it.each(['CommandNotFoundException', 'HRESULT 80092013', 'Windows System Error 4711', ''])(
    'the id %j has none',
    (id) => {
      expect(meaningOfErrorId(id)).toBeUndefined();
    },
  );
});
