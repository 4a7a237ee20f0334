/** `size` bytes that nobody can guess; `randomBytes` of `node:crypto` outside of tests. */
export type RandomBytes = (size: number) => Uint8Array;

/** Django: `utils.crypto.RANDOM_STRING_CHARS`, and `CSRF_ALLOWED_CHARS` in the same order. */
export const ALPHABET = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789';

/** The largest multiple of 62 in a byte: bytes above would make the first letters likelier than the others. */
const FAIR = 256 - (256 % ALPHABET.length);

/** `length` letters and digits, each equally likely. Django: `utils.crypto.get_random_string`. */
export function randomText(length: number, random: RandomBytes): string {
  let text = '';
  while (text.length < length) {
    for (const byte of random(length - text.length)) {
      if (byte < FAIR) text += ALPHABET.charAt(byte % ALPHABET.length);
    }
  }
  return text;
}

/** Bits of randomness in a salt of `length` letters and digits. Django 3.2: `hashers.must_update_salt`. */
export function saltEntropy(length: number): number {
  return length * Math.log2(ALPHABET.length);
}
