import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { serveHttp } from '../../src/adapters/http/server';
import { readConfig } from '../../src/config/directory';
import { readProcessConfig } from '../../src/config/process';
import { packageRoot } from '../../src/package-root';
import { examineAddress, examinePublicUrl } from '../../src/roles/doctor/address';
import { quiet } from '../adapters/redis/fixture';

const example = join(packageRoot, 'examples', 'config');
const keys = { MTGW_AUDIT_KEY: '', MTGW_VAULT_KEY: '' };
for (const [at, name] of (['MTGW_AUDIT_KEY', 'MTGW_VAULT_KEY'] as const).entries()) {
  keys[name] = Array.from({ length: 32 }, (_, byte) =>
    (byte * 7 + at).toString(16).padStart(2, '0'),
  ).join('');
}

const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) server.close();
});

async function listening(answer: string): Promise<number> {
  const server = createServer((_request, response) => response.end(answer));
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return (server.address() as AddressInfo).port;
}

const at = (port: number, host = '127.0.0.1') =>
  readProcessConfig(example, { ...keys, MTGW_HTTP_PORT: String(port), MTGW_HTTP_HOST: host });

describe('where the bot is to listen', () => {
  it('is well when the bot itself listens there', async () => {
    const [finding] = await examineAddress(at(await listening('ok\n')));
    expect(finding).toMatchObject({ is: 'note' });
    expect(finding?.sentence).toMatch(/^A bot listens on 127\.0\.0\.1:\d+ already/);
  });

  it('is wrong when it is taken by another program, and a start says the same', async () => {
    const port = await listening('something else');
    const [finding] = await examineAddress(at(port));
    expect(finding).toMatchObject({ is: 'bad' });
    expect(finding?.sentence).toMatch(/is taken: another program listens there/);
    await expect(serveHttp({ port, host: '127.0.0.1' }, [], quiet)).rejects.toThrow(
      finding?.sentence,
    );
  });

  it('is wrong when it is no address of this machine', async () => {
    const [finding] = await examineAddress(at(8_080, '192.0.2.7'));
    expect(finding).toMatchObject({ is: 'bad' });
    expect(finding?.sentence).toMatch(/^192\.0\.2\.7:8080 is no address of this machine/);
  });
});

describe('the public address', () => {
  const config = readConfig(example);

  it('must be one with TLS for Slack and Teams', () => {
    const told = examinePublicUrl({ config, publicUrl: 'http://mtgw.example' });
    expect(told.map(({ is, what }) => `${is} ${what}`)).toEqual(['bad Slack', 'bad Teams']);
    expect(examinePublicUrl({ config, publicUrl: 'https://mtgw.example' })).toEqual([]);
  });

  it('may be without for a Slack of somebody’s own', () => {
    const slack = { teamId: 'T0', apiUrl: 'http://127.0.0.1:1/api/' };
    const bot = { ...config.bot, slack, teams: { playground: true as const } };
    expect(examinePublicUrl({ config: { ...config, bot }, publicUrl: 'http://x' })).toEqual([]);
  });
});
