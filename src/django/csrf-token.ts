/**
 * CSRF secrets and tokens. A secret is 32 letters and digits. From Django 1.10 on what pages see is masked anew each
 * time, so that a compressed page gives nothing away:
 *
 *     token = MASK + CIPHER      32 characters each; CIPHER[i] = alphabet[(secret[i] + MASK[i]) mod 62]
 *     PubSecret0123456789abcdefGHIJKLM  under one mask is
 *     QFXhcLBzU05RJuaWT9uGjFDzzAVTo2UCvZYZgNSDdQWJCo5SQ7tGkHGDE6srXCve
 *
 * Django: `middleware.csrf._mask_cipher_secret`, `_unmask_cipher_token`.
 */
import { ALPHABET, type RandomBytes, randomText } from './random-text.js';

export const SECRET_LENGTH = 32;
export const TOKEN_LENGTH = 2 * SECRET_LENGTH;

const FOREIGN = /[^a-zA-Z0-9]/u;

/** Why a text is neither a secret nor a token, in Django's words (from 4.0 on they are part of the answer). */
export type CsrfFault = 'has incorrect length' | 'has invalid characters';

/** Django: `_get_new_csrf_string`. */
export function newCsrfSecret(random: RandomBytes): string {
  return randomText(SECRET_LENGTH, random);
}

export function maskCsrfSecret(secret: string, random: RandomBytes): string {
  const mask = newCsrfSecret(random);
  return mask + shift(secret, mask, 1);
}

/** `token` must be 64 letters and digits. */
export function unmaskCsrfToken(token: string): string {
  return shift(token.slice(SECRET_LENGTH), token.slice(0, SECRET_LENGTH), -1);
}

/** Django 4.0 and later: `_sanitize_token`, `_check_token_format`. */
export function csrfFault(text: string): CsrfFault | undefined {
  if (text.length !== SECRET_LENGTH && text.length !== TOKEN_LENGTH) return 'has incorrect length';
  return FOREIGN.test(text) ? 'has invalid characters' : undefined;
}

/** The secret in a well-formed text: itself, or what is under the mask. */
export function csrfSecretIn(text: string): string {
  return text.length === TOKEN_LENGTH ? unmaskCsrfToken(text) : text;
}

/** Moves each letter of `text` by the place of the letter of `mask`, round the alphabet. */
function shift(text: string, mask: string, direction: 1 | -1): string {
  let moved = '';
  for (let index = 0; index < text.length; index++) {
    const step = direction * ALPHABET.indexOf(mask.charAt(index));
    const place = ALPHABET.indexOf(text.charAt(index)) + step;
    moved += ALPHABET.charAt((place + ALPHABET.length) % ALPHABET.length);
  }
  return moved;
}
