/** Something in the configuration or the environment that its owner must put right. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
}
