// @ts-check
const { MissingError } = require('./missing-error.cjs');

/**
 * The same range as `engines` in package.json, which npm only warns about.
 * @param {string} version such as 20.19.0
 */
function checkNodeVersion(version) {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  const supported = (major === 20 && minor >= 19) || (major === 22 && minor >= 12) || major > 22;
  if (supported) return;
  throw new MissingError(
    `Node.js ${version} is not supported, 20.19, 22.12 or newer is needed; install it from https://nodejs.org/en/download`,
  );
}

module.exports = { checkNodeVersion };
