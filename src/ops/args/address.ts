import type { Family } from '../../network/address';
import { readMachineAddress } from '../../network/machine-address';
import { type ArgOf, argOf, type Wish } from '../arg';

type AddressWish = Wish & { family?: Family };

/** The IP address of one machine, as text in its one spelling. */
export function address<const W extends AddressWish>(wish: W = {} as W): ArgOf<string, W> {
  const example = wish.family === 6 ? '2001:db8::7' : '203.0.113.7';
  return argOf<string, W>(
    {
      label: 'Address',
      hint: `an IP${wish.family ? `v${wish.family}` : ''} address, like ${example}`,
      read: (text) => readMachineAddress(text, wish.family),
      format: String,
    },
    wish,
  );
}

/** An IP address, or a DNS name where the gateway takes one (not beside a pre-shared key, runbook S3.1). */
export function addressOrName<const W extends Wish>(wish: W = {} as W): ArgOf<string, W> {
  return argOf<string, W>(
    {
      label: 'Address or name',
      hint: 'like 203.0.113.7 or vpn.contoso.example',
      read: (text) => (isDnsName(text) ? text.toLowerCase() : readMachineAddress(text, undefined)),
      format: String,
    },
    wish,
  );
}

/** RFC 1123 labels; the last one has a letter, so that `10.1` and `999.1.1.1` stay wrong addresses. */
function isDnsName(text: string): boolean {
  if (text.length > 253) return false;
  const labels = text.split('.');
  return (
    labels.length > 1 &&
    labels.every((label) => /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/i.test(label)) &&
    /[a-z]/i.test(labels.at(-1) ?? '')
  );
}
