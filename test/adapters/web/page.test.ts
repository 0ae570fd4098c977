import { type Browser, chromium, type Page } from 'playwright-core';
import { whereIs } from '../../../scripts/setup/where-is.cjs';
import { type Platform, startPlatform } from '../../../src/adapters/web/platform';
import type { Chat } from '../../../src/ports/chat';
import { plain } from '../chat-contract-parts';
import { chromiumFlags } from './chromium-flags';
import { schemeShown, turn } from './scheme-shown';
import { startScriptedBot } from './scripted-bot';
import { channels, people, token } from './web-harness';

describe('The sandbox page', () => {
  let browser: Browser;
  let platform: Platform;
  let page: Page;
  let bots: Chat[];
  let faults: string[];
  let advanced: number;
  /** What a browser would complain about, and where the page asked for anything. */
  let complaints: string[];
  let asked: Set<string>;

  beforeAll(async () => {
    browser = await chromium.launch({ executablePath: whereIs('chromium'), args: chromiumFlags });
  });
  afterAll(() => browser.close());

  beforeEach(async () => {
    faults = [];
    advanced = 0;
    platform = await startPlatform({
      port: 0,
      token,
      people,
      channels,
      faults: {
        list: async () => [
          {
            id: 'peer-key contoso-hq',
            gateway: 'gw1',
            label: 'Give contoso-hq its key',
            kind: 'act',
          },
          {
            id: 'drop',
            gateway: 'gw1',
            label: 'Drop',
            kind: 'fault',
            active: faults.includes('drop'),
          },
        ],
        act: async (id) => {
          faults.push(id);
          return `${id} is done.`;
        },
      },
      clock: {
        now: () => Date.now() + advanced,
        advance: async (ms) => {
          advanced += ms;
        },
      },
    });
    bots = [await startScriptedBot(platform, 'slack'), await startScriptedBot(platform, 'teams')];
    page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
    complaints = [];
    asked = new Set();
    page.on('console', (message) => {
      if (['error', 'warning'].includes(message.type())) complaints.push(message.text());
    });
    page.on('pageerror', (error) => complaints.push(error.message));
    page.on('request', (request) => asked.add(new URL(request.url()).origin));
    await page.goto(platform.url);
    await page.getByText('Bot is running').waitFor();
  });
  afterEach(async () => {
    await page.close();
    await Promise.all(bots.map((bot) => bot.stop()));
    await platform.close();
  });

  const box = () => page.locator('#composer textarea');
  const be = (name: string) => page.locator(`#people [data-name=${name}]`).click();
  const go = (chat: string) => page.locator(`#chats [data-name=${chat}]`).click();
  const button = (name: string) =>
    page.locator('#messages').getByRole('button', { name, exact: true });
  async function say(text: string) {
    await box().fill(text);
    await box().press('Enter');
  }
  /** Waits until it can be read among the messages. */
  const read = (text: string) => page.locator('#messages').getByText(text).first().waitFor();

  test('shows a change from the question to the reply in its thread, to both people', async () => {
    await say('/mtgw add-s2s tenant=contoso site=hq');
    await read('waiting for approval');
    await be('bob');
    await button('Approve').click();
    await read('CR-1042 Add tunnel contoso-hq: approved');
    expect(await button('Approve').count()).toBe(0);
    await page.getByRole('button', { name: '1 reply' }).click();
    await page.locator('#replies').getByText('The change is approved.').waitFor();
    await page.locator('#thread-composer textarea').fill('@mtgw thanks');
    await page.locator('#thread-composer textarea').press('Enter');
    await page.locator('#replies').getByText('@mtgw thanks').waitFor();
    await page.keyboard.press('Escape');
    expect(await page.locator('#thread').isVisible()).toBe(false);
    await be('alice');
    await read('CR-1042 Add tunnel contoso-hq: approved');
    expect(complaints).toEqual([]);
    expect([...asked]).toEqual([platform.url]);
  });

  test('marks private answers, and shows them to nobody else', async () => {
    await say('/mtgw help');
    await read('Here is what you may run here.');
    expect(await page.getByText('Only visible to you').count()).toBe(2);
    await be('bob');
    await read('Nothing was said here yet');
    expect(await page.getByText('Here is what you may run').count()).toBe(0);
  });

  test.each(['slack', 'teams'])('shows hostile text in %s as it was written', async (chat) => {
    await go(chat);
    const hostile = '<img src=x onerror=alert(1)> *b* [a](http://b) <at>bob</at>';
    const [slack, teams] = bots;
    const where = { chat: chat as 'slack' | 'teams', channel: '#mtgw' };
    await (chat === 'slack' ? slack : teams)?.post(
      where,
      { ...plain(hostile), title: hostile, blocks: [{ kind: 'code', text: hostile }] },
      'k',
    );
    await say(hostile);
    await page.locator('.said').waitFor();
    expect(await page.locator('#messages').getByText(hostile, { exact: true }).count()).toBe(3);
    expect(await page.locator('#messages img[src=x]').count()).toBe(0);
    expect(complaints).toEqual([]);
  });

  test('asks for a reason in a dialog in Slack and on the card in Teams', async () => {
    await say('/mtgw add-s2s');
    await page.locator('#messages').getByRole('button', { name: 'Deny…' }).click();
    await page.getByRole('heading', { name: 'Deny CR-1042' }).waitFor();
    await page.locator('#reason-dialog textarea').fill('not today');
    await page.locator('#reason-dialog').getByRole('button', { name: 'Deny' }).click();
    await read('denied, not today');
    await go('teams');
    await say('/mtgw add-s2s');
    await button('Deny').click();
    await page.locator('.card textarea').fill('nor tomorrow');
    await button('Deny').last().click();
    await read('denied, nor tomorrow');
    expect(complaints).toEqual([]);
  });

  test.each([
    ['slack', 'input[name=destination]', 'input[name=psk]'],
    ['teams', 'input[type=text] >> nth=0', 'input[type=password]'],
  ])(
    'opens a form in %s, shows what was wrong, and masks the secret',
    async (chat, first, secret) => {
      await go(chat);
      await say('/mtgw form');
      const dialog = page.locator('#form-dialog');
      await dialog.locator(first).fill('nowhere');
      await dialog.getByRole('button', { name: 'Plan it' }).click();
      await dialog.getByText('nowhere is not an IPv4 address.').waitFor();
      await dialog.locator(first).fill('203.0.113.9');
      expect(await dialog.locator(secret).getAttribute('type')).toBe('password');
      await dialog.locator(secret).fill('hunter2');
      await dialog.getByRole('button', { name: 'Plan it' }).click();
      await read('Planning a tunnel to 203.0.113.9, key of 7 characters');
      expect(await dialog.isVisible()).toBe(false);
      expect(await page.content()).not.toContain('hunter2');
      expect(complaints).toEqual([]);
    },
  );

  test('closes a form that is given up', async () => {
    await say('/mtgw form');
    await page.locator('#form-dialog').getByRole('button', { name: 'Cancel' }).click();
    await page.locator('#form-dialog').waitFor({ state: 'hidden' });
    expect(platform.openForm('alice')).toBeUndefined();
  });

  test('draws Teams messages with the Adaptive Card renderer', async () => {
    await go('teams');
    await say('/mtgw add-s2s');
    await page.locator('.card .ac-adaptiveCard').waitFor();
    await page.locator('.card').getByText('Add-VpnS2SInterface').waitFor();
    await button('Approve').click();
    await read('approved');
  });

  test('can be worked by keyboard: complete, history, choice of person', async () => {
    await box().fill('/m');
    await box().press('Tab');
    expect(await box().inputValue()).toBe('/mtgw ');
    await say('/mtgw help');
    await read('Here is what you may run here.');
    await box().press('ArrowUp');
    expect(await box().inputValue()).toBe('/mtgw help');
    await page.locator('#people [aria-checked=true]').focus();
    await page.keyboard.press('ArrowDown');
    expect(await page.locator('#people :focus').getAttribute('data-name')).toBe('bob');
    expect(new URL(page.url()).hash).toBe('#bob/slack/mtgw');
    await page.reload();
    await page.getByText('in Slack, as bob').waitFor();
  });

  test('ticks the steps of the guide off as they are done', async () => {
    await page.getByRole('button', { name: 'Type it for me' }).click();
    expect(await box().inputValue()).toBe('/mtgw add-s2s tenant=contoso');
    await box().press('Enter');
    await page.getByText('1 of 6').waitFor();
    await page.getByRole('button', { name: 'Become bob' }).click();
    await button('Approve').click();
    await page.getByText('2 of 6').waitFor();
    await page.getByRole('button', { name: 'Give contoso-hq its key' }).click();
    await page.getByText('3 of 6').waitFor();
    await go('teams');
    await page.getByText('4 of 6').waitFor();
  });

  test('lets gateways fail and time pass', async () => {
    await page.getByRole('button', { name: 'Drop' }).click();
    await page.locator('#toast').getByText('drop is done.').waitFor();
    await page.getByText('1 fault').waitFor();
    expect(faults).toEqual(['drop']);
    await page.getByRole('button', { name: '+1 h' }).click();
    await page.locator('#toast').getByText('an hour further').waitFor();
    expect(advanced).toBe(3_600_000);
  });

  test('says when the bot is away, and delivers once it is back', async () => {
    await bots[0]?.stop();
    await page.getByText('Bot is away').waitFor();
    await say('/mtgw help');
    bots[0] = await startScriptedBot(platform, 'slack');
    await page.getByText('Bot is running').waitFor();
    await read('Here is what you may run here.');
  });

  test('says what is wrong with a line where it was typed', async () => {
    await say('/deploy now');
    await page.locator('#composer').getByText('/deploy is not a command here.').waitFor();
    expect(await box().inputValue()).toBe('/deploy now');
  });

  test('is dark or light as the system is, and turns with it where people are at work', async () => {
    const parts = ['body', '.card', '.card .ac-textRun', '.card .ac-container', '.card textarea'];
    const shown = () => Promise.all(parts.map((part) => schemeShown(page, part)));
    await turn(page, 'dark');
    await go('teams');
    await say('/mtgw add-s2s');
    await button('Deny').click();
    await page.locator('.card textarea').fill('half a rea');
    expect(await shown()).toEqual(parts.map(() => 'dark'));
    await turn(page, 'light');
    expect(await shown()).toEqual(parts.map(() => 'light'));
    await page.locator('.card textarea:focus').press('End');
    await page.keyboard.type('son');
    await turn(page, 'dark');
    expect(await shown()).toEqual(parts.map(() => 'dark'));
    await button('Deny').last().click();
    await read('denied, half a reason');
    expect(complaints).toEqual([]);
  });

  test('forbids itself scripts from elsewhere', async () => {
    const answer = await page.request.get(platform.url);
    const policy = answer.headers()['content-security-policy'];
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("script-src 'self'");
    expect(policy).not.toContain('unsafe');
  });
});
