// @ts-check
const { copyFileSync, existsSync, readdirSync, rmSync } = require('node:fs');
const path = require('node:path');

/** @typedef {import('./machine.cjs').Machine} Machine */

/** What dotnet says of itself is of no use in our output. */
const quiet = { DOTNET_NOLOGO: '1', DOTNET_CLI_TELEMETRY_OPTOUT: '1' };

/**
 * Microsoft compiles its installers' PowerShell ahead of time, but not the .NET tool: that one starts twice as slowly,
 * and a worker starts several. It works without this too, so that a machine that cannot do it is told and goes on.
 * @param {Machine} machine
 * @param {string} dotnet
 * @param {string} folder where pwsh.dll is, in a folder that is named after the .NET it is for
 * @param {(line: string) => void} say
 */
function precompile(machine, dotnet, folder, say) {
  say('PowerShell: compiling it ahead of time, so that it starts in half the time');
  const work = path.join(folder, 'ahead');
  const framework = /[\\/](net\d+\.\d+)[\\/]/.exec(folder)?.[1] ?? '';
  const words = [
    path.join(__dirname, 'precompile', 'precompile.csproj'),
    `-p:PowerShellFolder=${folder}`,
    `-p:Work=${work}/`,
    `-p:Framework=${framework}`,
    '-o',
    path.join(work, 'out'),
  ];
  const { ok, output } = machine.run(dotnet, ['publish', ...words], { env: quiet });
  if (ok) {
    for (const name of readdirSync(path.join(work, 'out'))) {
      // Its own empty library lies there too.
      if (!name.endsWith('.dll') || !existsSync(path.join(folder, name))) continue;
      copyFileSync(path.join(work, 'out', name), path.join(folder, name));
    }
  } else {
    const why = output.trim().split('\n').at(-1);
    say(`PowerShell: it will start slowly, because it could not be compiled ahead of time: ${why}`);
  }
  rmSync(work, { recursive: true, force: true });
}

module.exports = { precompile, quiet };
