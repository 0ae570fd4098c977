import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { restrictedEndpoint } from '../../../src/adapters/powershell/endpoint';
import { findPrograms, fullPathOf } from '../../../src/config/programs';
import { type SshServer, startSshServer } from '../../../src/sandbox/remote/ssh-server';
import { fixtureModule } from './fixture';

/** Every cmdlet of the fixture that a restricted endpoint offers. */
const offered = [
  ...[
    'Get-Thing',
    'Get-Kinds',
    'Get-Many',
    'Get-Trouble',
    'Get-Nested',
    'Get-Origin',
    'Get-Exit',
    'Get-Nothings',
  ],
  ...['Write-Problems', 'Stop-Everything', 'Test-Confirm', 'Wait-Softly', 'Set-Key'],
];
/** The last three are listed and not shown: a list alone must open nothing. Set-Key is shown and not listed. */
const readable = [
  ...['Get-Thing', 'Get-Kinds', 'Get-Many', 'Get-Trouble', 'Get-Nested', 'Get-Tagged'],
  ...['Get-Origin', 'Get-Exit', 'Get-Nothings', 'Get-Process', 'Invoke-Expression', 'Add-Line'],
];

const restricted = {
  modules: [fixtureModule],
  functions: [
    { name: 'Show-Bound', parameters: { Text: { pattern: '^[a-z ]+$' } } },
    { name: 'Get-Tagged', parameters: { Name: { pattern: '^[a-z]+$' } } },
    ...offered,
  ],
  cmdlets: [],
};

/**
 * An sshd of our own with three endpoints: `plain` has everything and full language; `jea` is restricted by a role,
 * which brings the reading function; `bare` is the same role without it.
 */
export async function startSshd(): Promise<SshServer> {
  const folder = mkdtempSync(join(tmpdir(), 'mtgw-sshd-'));
  const programs = findPrograms();
  const powershell = fullPathOf(programs.powershell, programs.environment);
  const file = (name: string, text: string) => {
    writeFileSync(join(folder, `${name}.pssc`), text);
    return `${powershell} -sshs -NoLogo -NoProfile -ConfigurationFile ${join(folder, `${name}.pssc`)}`;
  };
  const plain = `@{ SchemaVersion = '2.0.0.0'; SessionType = 'Default'; ModulesToImport = '${fixtureModule}' }`;
  return startSshServer({
    sshd: programs.sshd,
    folder,
    subsystems: {
      plain: file('plain', plain),
      jea: file('jea', restrictedEndpoint({ ...restricted, readable })),
      bare: file('bare', restrictedEndpoint({ ...restricted, readable: [] })),
    },
  });
}
