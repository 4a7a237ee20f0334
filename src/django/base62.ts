/** Numbers in base 62, as Django stamps times. Django 1.4-4.2: `utils.baseconv.base62`; later `signing.b62_encode`. */
const DIGITS = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
const NUMBER = /^-?[0-9A-Za-z]+$/;

export function encodeBase62(value: number): string {
  if (value < 0) return `-${encodeBase62(-value)}`;
  const last = DIGITS.charAt(value % 62);
  return value < 62 ? last : encodeBase62(Math.floor(value / 62)) + last;
}

/** @returns undefined for text that is no number in base 62 */
export function decodeBase62(text: string): number | undefined {
  if (!NUMBER.test(text)) return undefined;
  const digits = text.replace('-', '');
  let value = 0;
  for (const digit of digits) value = value * 62 + DIGITS.indexOf(digit);
  return text.startsWith('-') ? -value : value;
}
