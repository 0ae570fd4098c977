import { type Family, formatAddress, parseAddress } from './address';
import { covers, parseCidr } from './cidr';
import { Malformed, shorten } from './malformed';

/** This network, loopback, multicast and above: nobody is reached there. */
const noMachine = ['0.0.0.0/8', '127.0.0.0/8', '224.0.0.0/3', '::/127', 'ff00::/8'].map(parseCidr);

/**
 * Read the address of another machine, in its one spelling.
 * @throws Malformed for a prefix, another family, or what is no machine's address
 */
export function readMachineAddress(text: string, family?: Family): string {
  if (text.includes('/')) throw new Malformed(`${shorten(text)} is a prefix; give one address`);
  const read = parseAddress(text);
  if (family !== undefined && read.family !== family) {
    throw new Malformed(`${shorten(text)} is IPv${read.family}; this takes IPv${family} only`);
  }
  if (noMachine.some((block) => covers(block, read))) {
    throw new Malformed(
      `${shorten(text)} can't be another machine's address; give a unicast address`,
    );
  }
  return formatAddress(read);
}
