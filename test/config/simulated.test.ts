import { randomBytes } from 'node:crypto';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readProcessConfig, readSimulation } from '../../src/config/process';
import { packageRoot } from '../../src/package-root';
import { targetsOf } from '../../src/roles/settings';

const keys = {
  MTGW_AUDIT_KEY: randomBytes(32).toString('hex'),
  MTGW_VAULT_KEY: randomBytes(32).toString('hex'),
};
const real = join(packageRoot, 'examples', 'config');
let simulated: string;

beforeEach(() => {
  simulated = mkdtempSync(join(tmpdir(), 'mtgw-simulated-'));
  cpSync(join(packageRoot, 'examples', 'first-change'), simulated, { recursive: true });
});
afterEach(() => rmSync(simulated, { recursive: true, force: true }));

describe('simulated gateways', () => {
  it('keep what is asked of them where a bot with real ones never looks', () => {
    expect(readProcessConfig(simulated, keys)).toMatchObject({
      simulated: true,
      prefix: 'mtgw-simulated',
    });
    expect(readProcessConfig(simulated, { ...keys, MTGW_PREFIX: 'own' }).prefix).toBe(
      'own-simulated',
    );
    expect(readProcessConfig(real, keys)).toMatchObject({ simulated: false, prefix: 'mtgw' });
  });

  it.each(['target', 'host'])('are refused beside a real %s', (where) => {
    const path = join(simulated, 'inventory.yaml');
    const there = '{ kind: winrm, host: real.example.com }';
    const more =
      where === 'target'
        ? `  gw2: { version: '2022', target: ${there} }\ntenants:`
        : `    hosts: { hv1: ${there} }\ntenants:`;
    writeFileSync(path, readFileSync(path, 'utf8').replace(/^tenants:/m, more));
    expect(() => readProcessConfig(simulated, keys)).toThrow(
      /gw1 is simulated and (gw2|hv1) is not/,
    );
  });

  it('that were not made yet are told with the command that makes them', () => {
    const options = readProcessConfig(simulated, keys);
    expect(() => targetsOf(options.config.inventory, options)).toThrow(/Run: mtgw simulate/);
    writeFileSync(join(simulated, 'other.state'), '');
    const elsewhere = readProcessConfig(simulated, { ...keys, MTGW_STATE: simulated });
    expect(() => targetsOf(elsewhere.config.inventory, elsewhere)).toThrow(/no gw1\.state/);
  });

  it('are made of no real ones', () => {
    expect(() => readSimulation(real, {})).toThrow(/no gateway is simulated/);
    expect(readSimulation(simulated, {}).stateDirectory).toBe(join(simulated, 'simulated'));
  });
});
