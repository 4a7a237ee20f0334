import { JsonNumber } from '../exact-json.js';
import { ValidationFailedError } from '../http/index.js';

const [SMALLEST, BEYOND] = [-(2n ** 63n), 2n ** 64n];
const PARTS = /^(-?)(\d+)(?:\.(\d+))?(?:e([+-]?\d+))?$/i;

/**
 * MySQL's type JSON keeps integers of 64 bits and doubles; it would cut any other number without a word, where MariaDB keeps
 * the text.
 * @throws ValidationFailedError naming the first number that would change
 */
export function assertKeptByMySql(document: unknown): void {
  const changed = firstChanged(document);
  if (changed === undefined) return;
  const message = `The database cannot hold the number ${changed.slice(0, 100)}. Send it as a text, in quotes.`;
  throw new ValidationFailedError([{ field: 'custom', message, code: 'number_not_exact' }]);
}

function firstChanged(value: unknown): string | undefined {
  if (value instanceof JsonNumber) return isKept(value.text) ? undefined : value.text;
  if (typeof value !== 'object' || value === null) return undefined;
  for (const inner of Object.values(value)) {
    const changed = firstChanged(inner);
    if (changed !== undefined) return changed;
  }
  return undefined;
}

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
