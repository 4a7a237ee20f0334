import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
// Not by name: the module must load on a Node that is too old, so that its user is told so.
import * as util from 'node:util';
import { HOME } from './root.mjs';

/** The environment with `.env` under it; the real one wins, and an empty value counts as not set. */
export function readEnvironment() {
  const real = Object.fromEntries(Object.entries(process.env).filter(([, value]) => value !== ''));
  return { ...readDotEnv(), ...real };
}

function readDotEnv() {
  try {
    return util.parseEnv(readFileSync(join(HOME, '.env'), 'utf8'));
  } catch (error) {
    if (error.code === 'ENOENT') return {};
    throw error;
  }
}

/** The folder of the embedded database and the development secret. */
export function dataDirectory(env) {
  return resolve(HOME, env.LOCKSTEP_DATA_DIR ?? 'var');
}
