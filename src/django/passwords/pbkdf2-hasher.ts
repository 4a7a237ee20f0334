/**
 * PBKDF2, Django's default since 1.4 (`hashers.PBKDF2PasswordHasher`, `PBKDF2SHA1PasswordHasher`):
 *
 *     pbkdf2_sha256$ITERATIONS$SALT$base64(32 bytes)        pbkdf2_sha1$ITERATIONS$SALT$base64(20 bytes)
 *     pbkdf2_sha256$1$saltPublic01$pduWyfoMbVucgqXwINQ7bZKNoKSfC0LlmyPgd/pXBzE=      is "correct horse"
 *
 * The salt is the text itself, not decoded.
 */
import { pbkdf2 } from 'node:crypto';
import { promisify } from 'node:util';
import { COST_BOUNDS } from './cost-bounds.js';
import type { PasswordHasher } from './password-hasher.js';
import type { PasswordSettings } from './password-settings.js';
import { type RandomBytes, randomText, saltEntropy } from '../random-text.js';

const derive = promisify(pbkdf2);
const FORMAT = /^[a-z0-9_]+\$([1-9]\d{0,9})\$([^$]+)\$(.+)$/su;

interface Pbkdf2Hash {
  readonly iterations: number;
  readonly salt: string;
}

export class Pbkdf2Hasher implements PasswordHasher {
  constructor(
    private readonly algorithm: 'pbkdf2_sha256' | 'pbkdf2_sha1',
    private readonly digest: 'sha256' | 'sha1',
    private readonly size: number,
  ) {}

  async encode(password: Buffer, settings: PasswordSettings, random: RandomBytes): Promise<string> {
    const salt = randomText(settings.saltLength, random);
    return this.#encodeWith(password, { salt, iterations: settings.pbkdf2Iterations });
  }

  async reencode(password: Buffer, encoded: string): Promise<string | undefined> {
    const hash = parse(encoded);
    return hash && this.#encodeWith(password, hash);
  }

  mustUpdate(encoded: string, settings: PasswordSettings): boolean {
    const hash = parse(encoded);
    if (!hash) return false;
    return (
      (settings.rewritesOtherIterations && hash.iterations !== settings.pbkdf2Iterations) ||
      saltEntropy(hash.salt.length) < settings.saltEntropy
    );
  }

  async harden(password: Buffer, encoded: string, settings: PasswordSettings): Promise<void> {
    const hash = parse(encoded);
    const missing = settings.pbkdf2Iterations - (hash?.iterations ?? 0);
    if (hash && missing > 0)
      await this.#encodeWith(password, { salt: hash.salt, iterations: missing });
  }

  async #encodeWith(password: Buffer, { salt, iterations }: Pbkdf2Hash): Promise<string> {
    const key = await derive(password, salt, iterations, this.size, this.digest);
    return `${this.algorithm}$${iterations}$${salt}$${key.toString('base64')}`;
  }
}

function parse(encoded: string): Pbkdf2Hash | undefined {
  const [, count, salt] = FORMAT.exec(encoded) ?? [];
  if (count === undefined || salt === undefined) return undefined;
  const iterations = Number(count);
  return iterations <= COST_BOUNDS.pbkdf2Iterations ? { iterations, salt } : undefined;
}
