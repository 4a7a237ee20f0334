/**
 * Base64 as Python reads it: characters outside of the alphabet are skipped, the first complete padding ends the text,
 * missing padding is an error. `binascii.a2b_base64`, as `base64.b64decode` and `urlsafe_b64decode` call it.
 */

const CANONICAL = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;
const STRAY = /[^A-Za-z0-9+/=]+/g;

/** `base64.b64decode(text)`; undefined where Python raises. */
export function decodeBase64(text: string): Buffer | undefined {
  return CANONICAL.test(text) ? Buffer.from(text, 'base64') : decodeLeniently(text);
}

/** `signing.b64_decode(text)`: the URL-safe alphabet without padding, the standard one as well; undefined where Python raises. */
export function decodeUrlSafeBase64(text: string): Buffer | undefined {
  const padding = '='.repeat((4 - (text.length % 4)) % 4);
  return decodeBase64(text.replaceAll('-', '+').replaceAll('_', '/') + padding);
}

function decodeLeniently(text: string): Buffer | undefined {
  let letters = '';
  let padding = 0;
  const runs = text.replace(STRAY, '').split('=');
  const rest = runs.pop() ?? '';
  for (const run of runs) {
    letters += run;
    padding = run === '' ? padding + 1 : 1;
    const position = letters.length % 4;
    if (position >= 2 && position + padding >= 4) return Buffer.from(letters, 'base64');
  }
  letters += rest;
  return letters.length % 4 === 0 ? Buffer.from(letters, 'base64') : undefined;
}
