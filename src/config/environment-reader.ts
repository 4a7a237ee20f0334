import { InvalidValue } from './values.js';

export type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Reads variables one by one and collects what is wrong with them instead of stopping at the first, so that one start
 * tells everything. An empty variable counts as not set: compose files write `NAME=` for that.
 */
export class EnvironmentReader {
  readonly #problems: string[] = [];

  constructor(private readonly env: Environment) {}

  get problems(): readonly string[] {
    return this.#problems;
  }

  /** The parsed value; `fallback` when the variable is not set, or when it is bad (and then there is a problem too). */
  value<T>(name: string, parse: (text: string) => T, fallback: T): T {
    const text = this.env[name];
    if (text === undefined || text === '') return fallback;
    try {
      return parse(text);
    } catch (error) {
      if (!(error instanceof InvalidValue)) throw error;
      this.report(name, error.message);
      return fallback;
    }
  }

  /** Like `value`, and a problem when the variable is not set. */
  required<T>(name: string, parse: (text: string) => T, placeholder: T, hint: string): T {
    if ((this.env[name] ?? '') === '') this.report(name, `is not set: ${hint}`);
    return this.value(name, parse, placeholder);
  }

  /** @param rule the sentence after the name, as `must be true or false` */
  report(name: string, rule: string): void {
    this.#problems.push(`${name} ${rule}`);
  }
}
