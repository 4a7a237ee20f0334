/**
 * bcrypt (`hashers.BCryptPasswordHasher`, `BCryptSHA256PasswordHasher`), the library's own text behind Django's name:
 *
 *     bcrypt$$2b$12$ 22 characters of salt, 31 of hash           over the password, of which only 72 bytes count
 *     bcrypt_sha256$$2b$12$ ...                                  over the lower-case hex SHA-256 of it (1.6 and later)
 *
 * `$2a$` (what Django 1.x wrote), `$2b$` and `$2y$` name the same calculation for passwords of up to 72 bytes, and
 * longer ones are cut first; so all are computed as `$2b$` and the name is put back. `$2x$` marks hashes of a broken
 * library and is refused.
 */
import { createHash } from 'node:crypto';
import { hash as derive } from 'bcrypt';
import type { RandomBytes } from '../random-text.js';
import { COST_BOUNDS } from './cost-bounds.js';
import type { PasswordHasher } from './password-hasher.js';
import type { PasswordSettings } from './password-settings.js';

const PASSWORD_BYTES = 72;
const SALT_BYTES = 16;
const FORMAT = /^[a-z0-9_]+\$\$2([aby])\$(\d\d)\$([./A-Za-z0-9]{22})[./A-Za-z0-9]{31}$/u;

const STANDARD_BASE64 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
const BCRYPT_BASE64 = './ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';

interface BcryptHash {
  readonly revision: string;
  readonly rounds: number;
  readonly salt: string;
}

export class BcryptHasher implements PasswordHasher {
  constructor(
    private readonly algorithm: 'bcrypt' | 'bcrypt_sha256',
    private readonly prepare: (password: Buffer) => Buffer,
  ) {}

  async encode(password: Buffer, settings: PasswordSettings, random: RandomBytes): Promise<string> {
    const salt = bcryptBase64(Buffer.from(random(SALT_BYTES)));
    return this.#encodeWith(password, {
      revision: settings.bcryptRevision,
      rounds: settings.bcryptRounds,
      salt,
    });
  }

  async reencode(password: Buffer, encoded: string): Promise<string | undefined> {
    const hash = parse(encoded);
    return hash && this.#encodeWith(password, hash);
  }

  mustUpdate(encoded: string, settings: PasswordSettings): boolean {
    const hash = parse(encoded);
    return (
      hash !== undefined &&
      settings.rewritesOtherBcryptRounds &&
      hash.rounds !== settings.bcryptRounds
    );
  }

  /** One more round doubles the work: 2 ** difference - 1 runs at the stored cost make up for it. */
  async harden(password: Buffer, encoded: string, settings: PasswordSettings): Promise<void> {
    const hash = parse(encoded);
    if (!hash) return;
    for (let runs = 2 ** (settings.bcryptRounds - hash.rounds) - 1; runs > 0; runs--) {
      await this.#encodeWith(password, hash);
    }
  }

  async #encodeWith(password: Buffer, { revision, rounds, salt }: BcryptHash): Promise<string> {
    const cost = String(rounds).padStart(2, '0');
    const input = this.prepare(password).subarray(0, PASSWORD_BYTES);
    const output = await derive(input, `$2b$${cost}$${salt}`);
    return `${this.algorithm}$$2${revision}${output.slice('$2b'.length)}`;
  }
}

/** What bcrypt_sha256 feeds to bcrypt: 64 hex digits, so that no password is cut or ends at a NUL. */
export function hexSha256(password: Buffer): Buffer {
  return Buffer.from(createHash('sha256').update(password).digest('hex'), 'latin1');
}

function parse(encoded: string): BcryptHash | undefined {
  const [, revision, cost, salt] = FORMAT.exec(encoded) ?? [];
  if (revision === undefined || salt === undefined) return undefined;
  const rounds = Number(cost);
  const isAffordable = rounds >= 4 && rounds <= COST_BOUNDS.bcryptRounds;
  return isAffordable ? { revision, rounds, salt } : undefined;
}

/** bcrypt's own alphabet, in the bit order of ordinary base64. */
function bcryptBase64(bytes: Buffer): string {
  const standard = bytes.toString('base64').replace(/=+$/u, '');
  return standard.replace(/./gu, (letter) => BCRYPT_BASE64.charAt(STANDARD_BASE64.indexOf(letter)));
}
