import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { type Browser, chromium, type Page } from 'playwright-core';
import { whereIs } from '../../scripts/setup/where-is.cjs';
import { findPrograms } from '../../src/config/programs';
import { packageRoot } from '../../src/package-root';
import { type Sandbox, startSandbox } from '../../src/sandbox/sandbox';
import { chromiumFlags } from '../adapters/web/chromium-flags';

/* The first change, made on the page as a new user would, in a real browser. */

const shots = join(packageRoot, '.cache', 'screenshots');
const quiet = { info: () => {}, warn: () => {}, error: () => {} };

let sandbox: Sandbox | undefined;
let browser: Browser | undefined;
afterAll(async () => {
  await browser?.close();
  await sandbox?.stop();
});

async function actAs(page: Page, person: string): Promise<void> {
  await page.getByRole('radio', { name: new RegExp(person, 'i') }).click();
}

describe('the page', () => {
  it('makes the first change in under two minutes', async () => {
    mkdirSync(shots, { recursive: true });
    sandbox = await startSandbox({
      programs: findPrograms(),
      chats: 'page',
      port: 0,
      timings: 'usual',
      log: quiet,
    });
    browser = await chromium.launch({
      executablePath: whereIs('chromium'),
      args: chromiumFlags,
    });
    const page = await browser.newPage({ viewport: { width: 1280, height: 1000 } });
    const began = Date.now();
    await page.goto(sandbox.url ?? '');
    await actAs(page, 'alice');
    await page.getByRole('textbox').first().fill('/mtgw add-s2s tenant=contoso');
    await page.keyboard.press('Enter');
    await page.getByText('Waiting for approval').first().waitFor({ timeout: 30_000 });
    await actAs(page, 'bob');
    await page.screenshot({ path: join(shots, 'approval.png') });
    await page.getByRole('button', { name: 'Approve' }).last().click();
    const far = page.getByRole('button', { name: /contoso-hq its key/ });
    await far.waitFor({ timeout: 30_000 });
    await far.click();
    await actAs(page, 'alice');
    await page.getByText('waiting for Keep').first().waitFor({ timeout: 30_000 });
    await page.screenshot({ path: join(shots, 'keep.png') });
    // The same card in the other chat, and it is kept there.
    await page.getByRole('radio', { name: 'Teams' }).click();
    await page.getByText('waiting for Keep').first().waitFor({ timeout: 10_000 });
    await page.screenshot({ path: join(shots, 'teams.png') });
    await page.getByRole('button', { name: 'Keep', exact: true }).last().click();
    await page.getByText('Kept by alice').first().waitFor({ timeout: 30_000 });
    await page.screenshot({ path: join(shots, 'kept.png') });
    expect(Date.now() - began).toBeLessThan(120_000);
  }, 150_000);
});
