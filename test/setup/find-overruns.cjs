// @ts-check

/**
 * What a file may take when nothing is written for it, as a share of all files' time together: one that stands beside
 * the heaviest takes half as long again as it does alone.
 */
const usualShare = 0.05;

/**
 * @typedef {{ path: string, ms: number }} Taken
 * @param {readonly Taken[]} files
 * @param {Record<string, number>} written shares by path, with slashes
 * @returns {string[]} a sentence for each file that took more than its share, the worst first
 */
function findOverruns(files, written) {
  const total = files.reduce((sum, { ms }) => sum + ms, 0);
  return files
    .map(({ path, ms }) => ({ path, ms, share: ms / total, may: written[path] ?? usualShare }))
    .filter(({ share, may }) => share > may)
    .toSorted((a, b) => b.share - a.share)
    .map(({ path, ms, share, may }) => {
      const [took, allowed] = [share, may].map((part) => `${(part * 100).toFixed(1)} %`);
      return `${path} took ${Math.round(ms / 1000)} s, ${took} of all; its share is ${allowed}. Make it faster, or move the share from another file in test/setup/budget.json.`;
    });
}

module.exports = { findOverruns };
