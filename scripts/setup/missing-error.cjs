// @ts-check

/** Something that set-up can neither find nor make. The message is one sentence with the command that helps. */
class MissingError extends Error {
  /** @override */
  name = 'MissingError';
}

module.exports = { MissingError };
