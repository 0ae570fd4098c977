import type { Page } from 'playwright-core';

/** As the browser has it, where this runs. */
declare function getComputedStyle(node: unknown): { color: string; backgroundColor: string };

/** Lets the system of the page's reader turn dark or light. */
export async function turn(page: Page, colorScheme: 'dark' | 'light'): Promise<void> {
  await page.emulateMedia({ colorScheme });
  // A page hears of it just before it draws its next frame.
  await page.evaluate('new Promise(requestAnimationFrame)');
}

/** Dark is light text on the nearest dark ground, light the other way round. The last of what the selector finds. */
export async function schemeShown(
  page: Page,
  selector: string,
): Promise<'dark' | 'light' | 'neither'> {
  const found = await page
    .locator(selector)
    .last()
    .evaluate((node) => {
      const see = (parts: string[] | null) =>
        (parts ?? []).slice(0, 3).reduce((sum, part) => sum + Number(part) / 765, 0);
      let ground = node;
      while (
        ground.parentElement &&
        getComputedStyle(ground).backgroundColor === 'rgba(0, 0, 0, 0)'
      ) {
        ground = ground.parentElement;
      }
      return {
        text: see(getComputedStyle(node).color.match(/\d+/g)),
        ground: see(getComputedStyle(ground).backgroundColor.match(/\d+/g)),
      };
    });
  if (found.text > 0.6 && found.ground < 0.3) return 'dark';
  return found.text < 0.5 && found.ground > 0.8 ? 'light' : 'neither';
}
