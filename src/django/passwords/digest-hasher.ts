/**
 * The bare digests of old Djangos (`hashers.SHA1PasswordHasher`, `MD5PasswordHasher`, `UnsaltedSHA1PasswordHasher`,
 * `UnsaltedMD5PasswordHasher`), read so that their users can log in once more and get a better hash:
 *
 *     sha1$SALT$hex(sha1(SALT + password))       md5$SALT$hex(md5(SALT + password))
 *     sha1$$hex(sha1(password))                  hex(md5(password)), also written md5$$hex
 *     sha1$abcde$...                             Django 1.3 wrote nothing else
 */
import { createHash } from 'node:crypto';
import type { PasswordHasher } from './password-hasher.js';
import type { PasswordSettings } from './password-settings.js';
import { type RandomBytes, randomText, saltEntropy } from '../random-text.js';

type Digest = 'sha1' | 'md5';

const SALTED = /^(?:sha1|md5)\$([^$]+)\$(.+)$/su;

/** `sha1` and `md5`. */
export class SaltedDigestHasher implements PasswordHasher {
  constructor(private readonly digest: Digest) {}

  encode(password: Buffer, settings: PasswordSettings, random: RandomBytes): Promise<string> {
    return Promise.resolve(this.#encodeWith(password, randomText(settings.saltLength, random)));
  }

  reencode(password: Buffer, encoded: string): Promise<string | undefined> {
    const salt = SALTED.exec(encoded)?.[1];
    return Promise.resolve(salt === undefined ? undefined : this.#encodeWith(password, salt));
  }

  mustUpdate(encoded: string, settings: PasswordSettings): boolean {
    const salt = SALTED.exec(encoded)?.[1];
    return salt !== undefined && saltEntropy(salt.length) < settings.saltEntropy;
  }

  #encodeWith(password: Buffer, salt: string): string {
    return `${this.digest}$${salt}$${hexDigest(this.digest, Buffer.from(salt, 'utf8'), password)}`;
  }
}

/** `unsalted_sha1` and `unsalted_md5`: the name is not part of the text. */
export class UnsaltedDigestHasher implements PasswordHasher {
  constructor(
    private readonly digest: Digest,
    private readonly prefix: '' | 'sha1$$',
  ) {}

  encode(password: Buffer): Promise<string> {
    return Promise.resolve(this.prefix + hexDigest(this.digest, password));
  }

  reencode(password: Buffer, encoded: string): Promise<string | undefined> {
    const prefix = encoded.startsWith('md5$$') ? 'md5$$' : this.prefix;
    return Promise.resolve(prefix + hexDigest(this.digest, password));
  }

  mustUpdate(): boolean {
    return false;
  }
}

function hexDigest(digest: Digest, ...parts: Buffer[]): string {
  return createHash(digest).update(Buffer.concat(parts)).digest('hex');
}
