/**
 * scrypt, from Django 4.0 on (`hashers.ScryptPasswordHasher`); p is 1 up to 5.0 and 5 after:
 *
 *     scrypt$N$SALT$R$P$base64(64 bytes)
 *     scrypt$1024$saltPublic01$8$1$v1sNlOwfrotzidja...    the salt is the text itself
 */
import { scrypt, type ScryptOptions } from 'node:crypto';
import { promisify } from 'node:util';
import { COST_BOUNDS } from './cost-bounds.js';
import type { ScryptCost } from './hash-costs.js';
import type { PasswordHasher } from './password-hasher.js';
import type { PasswordSettings } from './password-settings.js';
import { type RandomBytes, randomText } from '../random-text.js';

const derive = promisify<Buffer, string, number, ScryptOptions, Buffer>(scrypt);
const KEY_BYTES = 64;
const FORMAT = /^scrypt\$([1-9]\d{0,9})\$([^$]+)\$([1-9]\d{0,5})\$([1-9]\d{0,5})\$(.+)$/su;

interface ScryptHash extends ScryptCost {
  readonly salt: string;
}

export class ScryptHasher implements PasswordHasher {
  async encode(password: Buffer, settings: PasswordSettings, random: RandomBytes): Promise<string> {
    return encodeWith(password, {
      ...settings.scrypt,
      salt: randomText(settings.saltLength, random),
    });
  }

  async reencode(password: Buffer, encoded: string): Promise<string | undefined> {
    const hash = parse(encoded);
    return hash && isAffordable(hash) ? encodeWith(password, hash) : undefined;
  }

  /** Unlike the other hashers this one never looks at the length of the salt. */
  mustUpdate(encoded: string, { scrypt: current }: PasswordSettings): boolean {
    const hash = parse(encoded);
    return (
      hash !== undefined &&
      (hash.workFactor !== current.workFactor ||
        hash.blockSize !== current.blockSize ||
        hash.parallelism !== current.parallelism)
    );
  }
}

async function encodeWith(password: Buffer, hash: ScryptHash): Promise<string> {
  const { workFactor: N, blockSize: r, parallelism: p, salt } = hash;
  // OpenSSL counts the p blocks and two working blocks beside the table of n.
  const maxmem = 128 * r * (N + p + 2) + 1024;
  const key = await derive(password, salt, KEY_BYTES, { N, r, p, maxmem });
  return `scrypt$${N}$${salt}$${r}$${p}$${key.toString('base64')}`;
}

function isAffordable({ workFactor, blockSize, parallelism }: ScryptCost): boolean {
  const isPowerOfTwo = workFactor > 1 && Number.isInteger(Math.log2(workFactor));
  return (
    isPowerOfTwo &&
    128 * workFactor * blockSize <= COST_BOUNDS.scryptMemoryBytes &&
    workFactor * blockSize * parallelism <= COST_BOUNDS.scryptWork
  );
}

function parse(encoded: string): ScryptHash | undefined {
  const [, n, salt, r, p] = FORMAT.exec(encoded) ?? [];
  if (salt === undefined) return undefined;
  return { salt, workFactor: Number(n), blockSize: Number(r), parallelism: Number(p) };
}
