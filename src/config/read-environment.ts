import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseEnv } from 'node:util';
import type { Environment } from './environment-reader.js';
import { keptSecretKey } from './secret-key-file.js';

/** Which models are served; `manage models add` makes it. */
export const MODELS_FILE = 'lockstep.json';

/**
 * What `loadConfig` gets in a running program: the variables of `.env` in `directory`, and over them the real
 * environment. In development a missing SECRET_KEY is made once and kept in the data directory. A `lockstep.json` in
 * `directory` is found without LOCKSTEP_MODELS.
 *
 * @throws ConfigError when the kept key can be neither read nor written
 */
export function readEnvironment(
  environment: Environment = process.env,
  directory = process.cwd(),
): Environment {
  const set: Environment = { ...readDotEnv(join(directory, '.env')), ...environment };
  const file = given(set.LOCKSTEP_MODELS) ?? modelsFileIn(directory);
  const env: Environment = { ...set, LOCKSTEP_MODELS: file };
  if (given(env.SECRET_KEY) !== undefined) return env;
  if ((given(env.NODE_ENV) ?? 'development') !== 'development') return env;
  return {
    ...env,
    SECRET_KEY: keptSecretKey(resolve(directory, given(env.LOCKSTEP_DATA_DIR) ?? 'var')),
  };
}

/** As in `loadConfig`, an empty variable counts as not set. */
const given = (value: string | undefined): string | undefined => (value === '' ? undefined : value);

function modelsFileIn(directory: string): string | undefined {
  const path = join(directory, MODELS_FILE);
  return existsSync(path) ? path : undefined;
}

function readDotEnv(path: string): NodeJS.Dict<string> {
  try {
    return parseEnv(readFileSync(path, 'utf8'));
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return {};
    throw error;
  }
}
