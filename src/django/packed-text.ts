/**
 * The payload of a signed text: base64url without padding, after a "." if it was compressed with zlib, which is done
 * where it saves at least two bytes.
 *
 *     eyJhIjoxfQ                           {"a":1}
 *     .eJyrVkpUsjLUUUpSslKqGiZAqRYAZwRiqQ  {"a":1,"b":"zzzz…"}
 *
 * Django 1.4-6.1: `signing.dumps` and `loads`, from 3.2 on `Signer.sign_object` and `unsign_object`.
 */
import { deflateSync, inflateSync } from 'node:zlib';
import { decodeUrlSafeBase64 } from './python-base64.js';

/** No session of a person comes near it; a decompression bomb stops here. */
export const MAX_BYTES = 1024 * 1024;

export type Unpacked =
  { readonly bytes: Buffer } | { readonly reason: 'bad base64' | 'bad compression' | 'too large' };

/** @param text characters up to U+00FF, one byte each */
export function pack(text: string, compress: boolean): string {
  const bytes = Buffer.from(text, 'latin1');
  if (!compress) return bytes.toString('base64url');
  const deflated = deflateSync(bytes);
  return deflated.length < bytes.length - 1
    ? `.${deflated.toString('base64url')}`
    : bytes.toString('base64url');
}

/** Never throws, and never holds more than `maxBytes` and a little. */
export function unpack(packed: string, maxBytes: number = MAX_BYTES): Unpacked {
  const isCompressed = packed.startsWith('.');
  const bytes = decodeUrlSafeBase64(isCompressed ? packed.slice(1) : packed);
  if (!bytes) return { reason: 'bad base64' };
  if (bytes.length > maxBytes) return { reason: 'too large' };
  return isCompressed ? inflate(bytes, maxBytes) : { bytes };
}

function inflate(bytes: Buffer, maxBytes: number): Unpacked {
  try {
    return { bytes: inflateSync(bytes, { maxOutputLength: maxBytes }) };
  } catch (error) {
    const isBomb = error instanceof RangeError;
    return { reason: isBomb ? 'too large' : 'bad compression' };
  }
}
