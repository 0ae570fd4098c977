// @ts-check

/**
 * The order of the test files. Jest knows no durations in a fresh checkout and would begin the longest ones, which are
 * short as files, at the very end, one worker idle.
 */
class LongestFirst {
  /** @param {{ path: string }[]} tests */
  sort(tests) {
    const rank = (/** @type {{ path: string }} */ { path }) =>
      /[\\/]test[\\/]e2e[\\/](conversations|kills|real-chats|remote)/.test(path)
        ? 0
        : /[\\/]test[\\/]e2e[\\/]|powershell[\\/](deadlines|sessions|processes)\.test/.test(path)
          ? 1
          : 2;
    return [...tests].sort((a, b) => rank(a) - rank(b) || (a.path < b.path ? -1 : 1));
  }

  /** @template T @param {T} tests */
  shard(tests) {
    return tests;
  }

  /** @template T @param {T} tests */
  allFailedTests(tests) {
    return tests;
  }

  cacheResults() {}
}

module.exports = LongestFirst;
