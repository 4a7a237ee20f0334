import type { INestApplicationContext } from '@nestjs/common';
import type { ParseArgsConfig } from 'node:util';
import type { Config } from '../config/index.js';
import type { Output } from './output.js';

/** The words after the command, as `node:util` parseArgs gives them. */
export interface Arguments {
  readonly positionals: readonly string[];
  readonly values: Readonly<Record<string, string | boolean | (string | boolean)[] | undefined>>;
}

export interface CommandContext extends Arguments {
  readonly config: Config;
  readonly output: Output;
  /** The application without HTTP; made when first asked for and closed by `main`. Without `models` it serves none. */
  readonly app: (needs?: 'models') => Promise<INestApplicationContext>;
}

/** One command of `npm run manage --`. */
export interface Command {
  /** What stands behind the name in the help: `KEY`, `--user NAME`. */
  readonly usage: string;
  readonly summary: string;
  readonly options?: ParseArgsConfig['options'];
  /** @returns the exit status */
  run(context: CommandContext): Promise<number>;
}

/** A mistake of the person at the keyboard: shown without a stack, exit status 2. */
export class UsageError extends Error {}

/** @throws UsageError when the word is missing */
export function required(value: string | undefined, name: string): string {
  if (value === undefined || value === '') throw new UsageError(`${name} is missing.`);
  return value;
}
