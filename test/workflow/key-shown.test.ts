import { keyOffer } from '../../src/messages/replies';
import { keyShown } from '../../src/workflow/key-shown';
import { type RedisServer, startRedis } from '../redis-server';
import { audit, type Line, openLine } from './line-harness';
import { approvedRequest } from './noop-worker';

let server: RedisServer;
let line: Line;
beforeAll(async () => {
  server = await startRedis();
});
afterAll(() => server.stop());
beforeEach(async () => {
  line = await openLine(server.url);
  await line.parts.store.create(
    {
      ...approvedRequest('CR-1', 'gw1', 1),
      generatedKey: { secret: 'its-own', shown: false, offered: 'approved' },
    },
    audit,
  );
});
afterEach(() => line.close());

const revealed = async () =>
  (await line.parts.audit.read()).filter(({ action }) => action === 'secret.revealed');

it("a request's own key is shown, and the audit says to whom before it is", async () => {
  await keyShown(line.parts, { request: 'CR-1', secret: 'its-own', to: 'alice' });
  expect(await revealed()).toMatchObject([{ actor: 'alice', request: 'CR-1' }]);
  expect((await line.now()).generatedKey).toMatchObject({ shown: true });
});

it('is shown although a worker wrote while its page was read', async () => {
  const { store } = line.parts;
  const busy = {
    ...store,
    get: async (id: string) => {
      const read = await store.get(id);
      if (read !== undefined) {
        const gatesRead = { ...audit, action: 'gates.read', request: id };
        await store.move(read, { ...read, because: 'contoso-hq is connecting.' }, gatesRead);
      }
      return read;
    },
  };
  const offer = { request: 'CR-1', secret: 'its-own', to: 'alice' };
  await keyShown({ ...line.parts, store: busy }, offer);
  expect(await revealed()).toHaveLength(1);
  expect(await line.now()).toMatchObject({
    because: 'contoso-hq is connecting.',
    generatedKey: { shown: true },
  });
});

it.each([
  ['another sealed value', { request: 'CR-1', secret: 'of-another' }],
  ['a request that is not there', { request: 'CR-9', secret: 'its-own' }],
])('%s is not, and no entry says that it was', async (_, offer) => {
  const showing = keyShown(line.parts, { ...offer, to: 'alice' });
  await expect(showing).rejects.toThrow(`${offer.request} has no key to show now.`);
  expect(await revealed()).toEqual([]);
});

it('the address of the page is for its person alone, in every chat', () => {
  expect(keyOffer('https://mtgw.example/key/x').confidential).toBe(true);
});
