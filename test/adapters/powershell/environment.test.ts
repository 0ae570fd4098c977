import { shellEnvironment } from '../../../src/adapters/powershell/environment';

describe('The environment of a PowerShell process', () => {
  it('has what PowerShell needs, and none of the tokens of the bot', () => {
    const made = shellEnvironment(
      {
        Path: 'C:\\x',
        HOME: '/root',
        SLACK_BOT_TOKEN: 'xoxb',
        HTTPS_PROXY: 'http://mtgw:password@proxy.example:3128',
        https_proxy: 'http://mtgw:password@proxy.example:3128',
        NODE_POWERSHELL: '/evil',
        DEBUG: '*',
        TERM: 'xterm',
        TZ: undefined,
      },
      false,
    );
    expect(made).toMatchObject({
      Path: 'C:\\x',
      HOME: '/root',
      NO_COLOR: '1',
      TERM: 'dumb',
      POWERSHELL_TELEMETRY_OPTOUT: '1',
    });
    expect(Object.keys(made)).not.toEqual(expect.arrayContaining(['SLACK_BOT_TOKEN']));
    for (const name of [
      'SLACK_BOT_TOKEN',
      'NODE_POWERSHELL',
      'DEBUG',
      'TZ',
      'HTTPS_PROXY',
      'https_proxy',
    ])
      expect(made).not.toHaveProperty(name);
  });

  it('is enough to start where nothing was handed in', () => {
    expect(Object.keys(shellEnvironment(undefined, false))).toEqual(
      expect.arrayContaining(['PATH']),
    );
  });
});
