/**
 * The 20,000 passwords that people choose most, as Django has shipped them since 2.1 (`contrib/auth/common-passwords.txt.gz`):
 * collected by Royce Williams, lower case, one a line; distributed with Django under its BSD licence, see
 * `docs/licenses/django.txt`.
 */
import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { strip } from '../python-text.js';

const FILE = new URL('./common-passwords.txt.gz', import.meta.url);

let passwords: ReadonlySet<string> | undefined;

/** Django: `CommonPasswordValidator`. The list is read at the first call and kept. */
export function isCommonPassword(password: string): boolean {
  passwords ??= readList();
  return passwords.has(strip(password.toLowerCase()));
}

function readList(): ReadonlySet<string> {
  const lines = gunzipSync(readFileSync(FILE)).toString('utf8').split('\n');
  return new Set(lines.map(strip).filter((line) => line !== ''));
}
