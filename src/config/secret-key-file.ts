import { randomBytes } from 'node:crypto';
import { linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ConfigError } from './config-error.js';

/**
 * The secret in `<directory>/secret_key`, made at the first call.
 *
 * @throws ConfigError when the file can be neither read nor written
 */
export function keptSecretKey(directory: string): string {
  const path = join(directory, 'secret_key');
  try {
    return readKey(path) ?? makeKey(directory, path);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new ConfigError([`SECRET_KEY is not set, and none can be kept in ${path}: ${reason}`]);
  }
}

function readKey(path: string): string | undefined {
  try {
    const key = readFileSync(path, 'utf8').trim();
    if (key === '') throw new Error('the file is empty, delete it');
    return key;
  } catch (error) {
    if (isCode(error, 'ENOENT')) return undefined;
    throw error;
  }
}

/**
 * Written aside and then linked into place: of two processes that start at once one link wins and both read that
 * key, and nobody ever sees a file without its content.
 */
function makeKey(directory: string, path: string): string {
  mkdirSync(directory, { recursive: true });
  const aside = `${path}.${randomBytes(8).toString('hex')}`;
  writeFileSync(aside, `${randomBytes(48).toString('base64url')}\n`, { mode: 0o600, flag: 'wx' });
  try {
    linkSync(aside, path);
  } catch (error) {
    if (!isCode(error, 'EEXIST')) throw error;
  } finally {
    rmSync(aside);
  }
  return readFileSync(path, 'utf8').trim();
}

const isCode = (error: unknown, code: string): boolean =>
  error instanceof Error && 'code' in error && error.code === code;
