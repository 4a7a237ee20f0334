/** The environment cannot be used. One message names every bad or missing variable; it never holds a value. */
export class ConfigError extends Error {
  /** @param problems one sentence each, beginning with the variable's name */
  constructor(readonly problems: readonly string[]) {
    super(`The configuration cannot be used:\n${problems.map((line) => `  - ${line}`).join('\n')}`);
    this.name = 'ConfigError';
  }
}
