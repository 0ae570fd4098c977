/** How often each door is tried. `MTGW_FUZZ=10000 npx jest test/fuzz` tries more. */
export const cases = Number(process.env['MTGW_FUZZ'] ?? 1_000);

/** What one test may take, in milliseconds: more cases, more time. */
export const patienceMs = Math.max(20_000, cases * 30);
