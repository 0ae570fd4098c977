import { createTeamsHosts } from '../../../src/adapters/teams/teams-hosts';

const worldwide = { serviceUrl: 'https://smba.trafficmanager.net/teams/', anonymous: false };

describe('where the token of the bot may go', () => {
  const isOfTeams = createTeamsHosts(worldwide);

  it.each([
    'https://smba.trafficmanager.net/emea/',
    'https://smba.infra.gcc.teams.microsoft.com/teams',
    'https://smba.infra.gov.teams.microsoft.us/teams',
    'https://europe.botframework.com/',
    'https://eu.botframework.azure.us/',
  ])('%s is Teams', (address) => expect(isOfTeams(address)).toBe(true));

  it.each([
    'http://smba.trafficmanager.net/emea/',
    'https://evil.trafficmanager.net/teams/',
    'https://evil-smba.trafficmanager.net/teams/',
    'https://evil.smba.trafficmanager.net/teams/',
    'https://smba.trafficmanager.net.evil.example/',
    'https://teams.microsoft.com.evil.example/',
    'https://notbotframework.com/',
    'https://smba.trafficmanager.net@evil.example/',
    'https://me@smba.trafficmanager.net/',
    'https://127.0.0.1:4103/teams/',
    'file:///etc/passwd',
    'not an address',
    '',
  ])('%j is not', (address) => expect(isOfTeams(address)).toBe(false));

  it('the address of somebody’s own configuration is, at that port and over that protocol alone', () => {
    const own = createTeamsHosts({ ...worldwide, serviceUrl: 'http://127.0.0.1:4103/teams/' });
    expect(own('http://127.0.0.1:4103/teams/v3')).toBe(true);
    expect(own('http://127.0.0.1:4104/teams/')).toBe(false);
    expect(own('https://127.0.0.1:4103/teams/')).toBe(false);
  });

  it('nothing but this machine is where nobody vouches for anybody', () => {
    const playground = createTeamsHosts({ ...worldwide, anonymous: true });
    expect(playground('http://localhost:56150/')).toBe(true);
    expect(playground('https://smba.trafficmanager.net/teams/')).toBe(false);
  });
});
