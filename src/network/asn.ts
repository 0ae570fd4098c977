import { Malformed, shorten } from './malformed';

const greatest = 4_294_967_295;

/** Numbers that no router may have (RFC 7607, 6793, 7300). */
const reserved: Record<number, string> = {
  0: 'is no AS number',
  23456: 'stands for numbers that old routers cannot say',
  65535: 'is reserved',
  [greatest]: 'is reserved',
};

/**
 * Read an AS number: `65010`, `AS65010`, or in two halves `64086.59905`. The gateway takes it whole, as UInt32.
 * @throws Malformed for anything else, and for numbers that no router may have
 */
export function parseAsn(text: string): number {
  const plain = text.replace(/^as/i, '').trim();
  const value = /^\d+\.\d+$/.test(plain) ? readHalves(plain, text) : readWhole(plain, text);
  const because = reserved[value];
  if (because !== undefined) {
    throw new Malformed(`AS ${value} ${because}; give the number of a real router`);
  }
  return value;
}

function readWhole(plain: string, text: string): number {
  const value = /^(0|[1-9]\d{0,9})$/.test(plain) ? Number(plain) : Number.NaN;
  if (value <= greatest) return value;
  throw new Malformed(
    `${shorten(text)} is not an AS number; give one from 1 to ${greatest}, like 65010 or 64086.59905`,
  );
}

function readHalves(plain: string, text: string): number {
  const [high = Number.NaN, low = Number.NaN] = plain
    .split('.')
    .map((half) => (/^(0|[1-9]\d{0,4})$/.test(half) ? Number(half) : Number.NaN));
  if (high <= 65_535 && low <= 65_535) return high * 65_536 + low;
  throw new Malformed(`${shorten(text)} is not an AS number; each half is at most 65535`);
}

/** Free for everybody's own use (RFC 6996): nobody is known by it on the internet. */
export function isPrivateAsn(asn: number): boolean {
  return (asn >= 64_512 && asn <= 65_534) || (asn >= 4_200_000_000 && asn < greatest);
}
