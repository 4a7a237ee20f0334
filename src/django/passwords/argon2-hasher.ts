/**
 * Argon2 (`hashers.Argon2PasswordHasher`), a PHC string behind Django's algorithm name:
 *
 *     argon2$argon2id$v=19$m=102400,t=2,p=8$b64(SALT)$b64(HASH)      from 3.2 on
 *     argon2$argon2i$v=19$m=512,t=2,p=2$b64(SALT)$b64(HASH)          1.10 to 3.1, which cannot read argon2id
 *     argon2$argon2i$v=19$m=512,t=2,p=2$c2FsdFB1YmxpYzAx$j4BiFuknB/Elw0G1OOhZLQ      is "correct horse"
 *
 * Base64 without padding; a missing `v=` means version 16 (1.0 of the algorithm).
 */
import { argon2d, argon2i, argon2id, hash as derive } from 'argon2';
import { COST_BOUNDS } from './cost-bounds.js';
import type { Argon2Cost, Argon2Variety } from './hash-costs.js';
import type { PasswordHasher } from './password-hasher.js';
import type { PasswordSettings } from './password-settings.js';
import { type RandomBytes, randomText, saltEntropy } from '../random-text.js';

const VARIETIES = { argon2d, argon2i, argon2id } as const satisfies Record<Argon2Variety, number>;
const CURRENT_VERSION = 19;
const FORMAT =
  /^argon2\$(argon2d|argon2id|argon2i)\$(?:v=(16|19)\$)?m=([1-9]\d{0,8}),t=([1-9]\d{0,8}),p=([1-9]\d{0,3})\$([A-Za-z0-9+/]{11,128})\$([A-Za-z0-9+/]{6,128})$/u;

interface Argon2Hash extends Argon2Cost {
  /** `undefined`: not written, so 16. */
  readonly version: number | undefined;
  readonly salt: Buffer;
}

export class Argon2Hasher implements PasswordHasher {
  async encode(password: Buffer, settings: PasswordSettings, random: RandomBytes): Promise<string> {
    const salt = Buffer.from(randomText(settings.saltLength, random), 'latin1');
    return encodeWith(password, { ...settings.argon2, version: CURRENT_VERSION, salt });
  }

  async reencode(
    password: Buffer,
    encoded: string,
    settings: PasswordSettings,
  ): Promise<string | undefined> {
    const hash = parse(encoded);
    if (!hash || !isAffordable(hash)) return undefined;
    const isReadable = settings.argon2ReadsEveryVariety || hash.variety === settings.argon2.variety;
    return isReadable ? encodeWith(password, hash) : undefined;
  }

  mustUpdate(encoded: string, settings: PasswordSettings): boolean {
    const hash = parse(encoded);
    if (!hash) return false;
    const { argon2: current } = settings;
    return (
      (hash.version ?? 16) !== CURRENT_VERSION ||
      hash.memory !== current.memory ||
      hash.passes !== current.passes ||
      hash.parallelism !== current.parallelism ||
      hash.variety !== current.variety ||
      !hasKnownSize(hash) ||
      saltEntropy(hash.salt.length) < settings.saltEntropy
    );
  }
}

/**
 * Django from 3.2 on also rewrites a hash of another length than its argon2-cffi would make. Which one runs there we
 * cannot know, so both lengths count as current: otherwise the two services would rewrite each other's hashes for ever.
 */
function hasKnownSize({ hashBytes }: Argon2Cost): boolean {
  return hashBytes === 16 || hashBytes === 32;
}

async function encodeWith(password: Buffer, hash: Argon2Hash): Promise<string> {
  const { variety, version, memory, passes, parallelism, salt, hashBytes } = hash;
  const key = await derive(password, {
    type: VARIETIES[variety],
    version: version ?? 16,
    memoryCost: memory,
    timeCost: passes,
    parallelism,
    salt,
    hashLength: hashBytes,
    raw: true,
  });
  const head = version === undefined ? variety : `${variety}$v=${version}`;
  return `argon2$${head}$m=${memory},t=${passes},p=${parallelism}$${base64(salt)}$${base64(key)}`;
}

/** The reference implementation refuses less than 8 KiB for each lane. */
function isAffordable({ memory, passes, parallelism, hashBytes }: Argon2Cost): boolean {
  return (
    memory >= 8 * parallelism &&
    memory <= COST_BOUNDS.argon2MemoryKib &&
    memory * passes <= COST_BOUNDS.argon2Work &&
    parallelism <= COST_BOUNDS.argon2Parallelism &&
    hashBytes >= 4 &&
    hashBytes <= COST_BOUNDS.argon2HashBytes
  );
}

function parse(encoded: string): Argon2Hash | undefined {
  const [, variety, version, memory, passes, parallelism, salt, key] = FORMAT.exec(encoded) ?? [];
  if (!isVariety(variety) || salt === undefined || key === undefined) return undefined;
  return {
    variety,
    version: version === undefined ? undefined : Number(version),
    memory: Number(memory),
    passes: Number(passes),
    parallelism: Number(parallelism),
    salt: Buffer.from(salt, 'base64'),
    hashBytes: Buffer.from(key, 'base64').length,
  };
}

function isVariety(name: string | undefined): name is Argon2Variety {
  return name !== undefined && Object.hasOwn(VARIETIES, name);
}

function base64(bytes: Buffer): string {
  return bytes.toString('base64').replace(/=+$/u, '');
}
