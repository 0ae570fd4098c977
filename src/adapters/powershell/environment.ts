import { homedir, tmpdir } from 'node:os';

/** What PowerShell, ssh and Kerberos need of the environment; names are compared without case, as Windows does. */
const NEEDED = new Set(
  (
    'PATH PATHEXT HOME USER LOGNAME LANG LC_ALL TZ TMPDIR TEMP TMP DOTNET_ROOT SSH_AUTH_SOCK KRB5CCNAME KRB5_CONFIG ' +
    'SYSTEMROOT SYSTEMDRIVE WINDIR COMSPEC USERPROFILE USERNAME USERDOMAIN COMPUTERNAME APPDATA LOCALAPPDATA ' +
    'PROGRAMDATA PROGRAMFILES PROGRAMFILES(X86) PROGRAMW6432 COMMONPROGRAMFILES PROCESSOR_ARCHITECTURE ' +
    'NUMBER_OF_PROCESSORS XDG_CACHE_HOME XDG_CONFIG_HOME XDG_DATA_HOME'
  ).split(' '),
);

/** Where nothing was handed in: enough to start on an ordinary machine. */
function ordinary(): Record<string, string> {
  if (process.platform === 'win32') {
    const root = 'C:\\Windows';
    const system = `${root}\\System32`;
    return {
      SystemRoot: root,
      PATH: `${system};${root};${system}\\WindowsPowerShell\\v1.0;${system}\\OpenSSH`,
      USERPROFILE: homedir(),
      TEMP: tmpdir(),
    };
  }
  const folders =
    '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin:/opt/homebrew/bin:/snap/bin';
  return { PATH: folders, HOME: homedir(), TMPDIR: tmpdir() };
}

/**
 * The environment of a PowerShell process: a short list, so that the bot's own tokens do not stand in the
 * environment of everything that a gateway's module starts. A full pwsh writes terminal codes to a pipe when TERM
 * says so, hence the last lines.
 */
export function shellEnvironment(
  from: Readonly<Record<string, string | undefined>> | undefined,
  unsignedModules: boolean,
): Record<string, string> {
  const kept = Object.entries(from ?? ordinary()).filter(
    (entry): entry is [string, string] =>
      entry[1] !== undefined && NEEDED.has(entry[0].toUpperCase()),
  );
  return {
    ...Object.fromEntries(kept),
    NO_COLOR: '1',
    TERM: 'dumb',
    POWERSHELL_TELEMETRY_OPTOUT: '1',
    POWERSHELL_UPDATECHECK: 'Off',
    // Nobody attaches to these processes, and a killed one would leave its pipe in the temporary folder.
    POWERSHELL_DIAGNOSTICS_OPTOUT: '1',
    // The simulator's module is not signed. Windows keeps the policy of one process in this variable.
    ...(unsignedModules && process.platform === 'win32'
      ? { PSExecutionPolicyPreference: 'Bypass' }
      : {}),
  };
}
