import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gatewayRole } from '../../src/ops/gateway-role';
import { packageRoot } from '../../src/package-root';

/* What the bot's account is allowed on a gateway, beside what the sources send there. */

const { readings, alsoReadings, changes } = gatewayRole;
const allowed = [...readings, ...alsoReadings, ...changes].toSorted();

function sources(folder: string): string[] {
  return readdirSync(join(packageRoot, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts') && !name.endsWith('gateway-role.ts'))
    .map((name) => readFileSync(join(packageRoot, folder, name), 'utf8'));
}

describe('the role on a gateway', () => {
  it('allows every cmdlet that an operation or a probe sends, and no other', () => {
    const named = [...sources('src/ops'), ...sources('src/health')].flatMap((text) =>
      [...text.matchAll(/'([A-Z][a-z]+-(?:Vpn|Bgp|RemoteAccess|Service)\w*)'/g)].map(
        ([, name]) => name,
      ),
    );
    expect([...new Set(named)].toSorted()).toEqual(allowed);
  });

  it('only reads where it says so', () => {
    expect([...readings, ...alsoReadings].filter((name) => !name.startsWith('Get-'))).toEqual([]);
    expect(changes.filter((name) => name.startsWith('Get-'))).toEqual([]);
  });
});
