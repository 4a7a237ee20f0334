import { existsSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The top of the project, wherever the command was started. */
export const ROOT = resolve(dirname(fileURLToPath(import.meta.url)), '../..');

/** An installed package brings its build and its packages; a clone makes and fetches them. */
export const IS_CLONE = existsSync(join(ROOT, 'package-lock.json'));

/** Where `.env` and the data directory are: the clone, or the folder in which an installed `lockstep` was called. */
export const HOME = IS_CLONE ? ROOT : process.cwd();
