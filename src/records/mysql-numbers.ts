import { JsonNumber } from '../exact-json.js';

const [SMALLEST, BEYOND] = [-(2n ** 63n), 2n ** 64n];
const PARTS = /^(-?)(\d+)(?:\.(\d+))?(?:e([+-]?\d+))?$/i;

/**
 * MySQL's type JSON keeps integers of 64 bits and doubles; it would cut any other number without a word, where MariaDB keeps
 * the text.
 * @returns the first number of a document that would change; undefined where all are kept
 */
export function changedByMySql(document: unknown): string | undefined {
  if (document instanceof JsonNumber) return isKept(document.text) ? undefined : document.text;
  if (typeof document !== 'object' || document === null) return undefined;
  for (const inner of Object.values(document)) {
    const changed = changedByMySql(inner);
    if (changed !== undefined) return changed;
  }
  return undefined;
}

/** What to do about such a number. */
export const notKept = (number: string): string =>
  `The database cannot hold the number ${number.slice(0, 100)}. Send it as a text, in quotes.`;

function isKept(text: string): boolean {
  if (/^-?\d+$/.test(text)) return BigInt(text) >= SMALLEST && BigInt(text) < BEYOND;
  const double = Number(text);
  return Number.isFinite(double) && sizeOf(String(double)) === sizeOf(text);
}

/** The same text for all spellings of a number: `1.50e1` and `15` are both `.15e2`. */
function sizeOf(text: string): string {
  const [, sign = '', whole = '', fraction = '', exponent = '0'] = PARTS.exec(text) ?? [];
  const digits = (whole + fraction).replace(/^0+/, '');
  if (digits === '') return '0';
  const point = BigInt(exponent) + BigInt(digits.length - fraction.length);
  return `${sign}.${digits.replace(/0+$/, '')}e${point}`;
}
