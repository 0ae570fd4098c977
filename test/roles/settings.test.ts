import { randomBytes } from 'node:crypto';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readProcessConfig } from '../../src/config/process';
import { packageRoot } from '../../src/package-root';
import { copyWithTargets } from '../../src/sandbox/remote/inventory-targets';
import { isReachedRemotely, settingsFor, targetsOf } from '../../src/roles/settings';

/* From the configuration directory to what a worker holds a gateway for, as the role itself reads it. */

const shipped = join(packageRoot, 'src', 'sandbox', 'config');
const ssh = { kind: 'ssh', host: '127.0.0.1', user: 'mtgw', keyFile: 'key', subsystem: 'gw2' };
const winrm = { kind: 'winrm', host: 'gw3.example.com', configuration: 'mtgw' };

function told(timings: 'usual' | 'short' = 'usual') {
  const copy = join(mkdtempSync(join(tmpdir(), 'mtgw-config-')), 'config');
  return readProcessConfig(copyWithTargets(shipped, copy, { gw2: ssh, gw3: winrm }), {
    MTGW_AUDIT_KEY: randomBytes(32).toString('hex'),
    MTGW_VAULT_KEY: randomBytes(32).toString('hex'),
    MTGW_STATE: tmpdir(),
    MTGW_SANDBOX: 'yes',
    MTGW_TIMINGS: timings,
  });
}

describe('a gateway in the inventory', () => {
  const options = told();
  const targets = targetsOf(options.config.inventory, options);

  it('that is reached over SSH or WinRM is remote, and a simulated one is not', () => {
    const remote = ['gw1', 'gw2', 'gw3'].map((name) => isReachedRemotely(targets, name));
    expect(remote).toEqual([false, true, true]);
  });

  it('is reached as the file says', () => {
    expect(targets['gw2']).toEqual(ssh);
    expect(targets['gw3']).toEqual(winrm);
    expect(targets['gw1']).toMatchObject({ kind: 'local' });
  });

  it('that nobody described counts as remote', () => {
    expect(isReachedRemotely(targets, 'gw9')).toBe(true);
  });

  it('is given less time for late answers where tests kill things', () => {
    expect(settingsFor(told()).stepMarginMs).toBe(30_000);
    expect(settingsFor(told('short')).stepMarginMs).toBe(2_000);
  });
});
