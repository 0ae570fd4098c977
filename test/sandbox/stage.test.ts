import { readScript } from '../../src/sandbox/play/script';
import { leavesNoTrace } from '../../src/sandbox/play/stage';

const isAsNew = (text: string) => leavesNoTrace(readScript(text));

describe('a sandbox is made as new for the next conversation', () => {
  it.each([
    'alice: /mtgw list-s2s\nexpect: contoso',
    'gateway gw1: drop-tunnel contoso-branch\ngateway gw1: heal',
    'gateway gw1: fail Add-VpnS2SInterface "no"',
    'clock: +25h',
  ])('after %j', (text) => expect(isAsNew(text)).toBe(true));

  it.each([
    'kill: worker during Add-VpnS2SInterface',
    'gateway gw1: hang Add-VpnS2SInterface 60\ngateway gw1: heal',
    'gateway gw1: lose-session',
    'clock: 07:00 Europe/Berlin',
  ])('and not after %j, which its processes remember', (text) => expect(isAsNew(text)).toBe(false));
});
