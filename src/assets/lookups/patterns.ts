import { matchesRegex } from './server-dialect.js';
import { bind, concat, type SqlFragment } from './sql.js';
import { unexpected } from './lookup.errors.js';
import { toText } from './values.js';

/** Looks for a text in what the operand is as text; `fold` is done to both sides. */
export type TextLookup = (
  operand: SqlFragment,
  value: unknown,
  parameter: string,
  fold?: (side: SqlFragment) => SqlFragment,
) => SqlFragment;

/** A pattern of the client runs on the server's processor. */
const LONGEST_REGEX = 200;

const asItIs = (side: SqlFragment): SqlFragment => side;
const escaped = (text: string): string => text.replace(/[\\%_]/g, '\\$&');

const like =
  (operator: 'LIKE' | 'LIKE BINARY', pattern: (text: string) => string): TextLookup =>
  (operand, value, parameter, fold = asItIs) => {
    const wanted = bind(pattern(escaped(toText(value, parameter))));
    return concat(fold(operand), ` ${operator} `, fold(wanted));
  };

const regex =
  (letterCase: 'exact' | 'ignored'): TextLookup =>
  (operand, value, parameter, fold = asItIs) => {
    const pattern = toText(value, parameter);
    if (pattern === '' || pattern.length > LONGEST_REGEX)
      throw unexpected(parameter, `a regular expression of 1 to ${LONGEST_REGEX} characters`);
    return matchesRegex(fold(operand), fold(bind(pattern)), letterCase);
  };

const anywhere = (text: string): string => `%${text}%`;
const inFront = (text: string): string => `${text}%`;
const atTheEnd = (text: string): string => `%${text}`;

/**
 * Byte for byte, or by the rules of the column's collation. Django 3.2: `db.backends.mysql.base.operators`.
 */
export const TEXT_LOOKUPS = {
  iexact: like('LIKE', (text) => text),
  contains: like('LIKE BINARY', anywhere),
  icontains: like('LIKE', anywhere),
  startswith: like('LIKE BINARY', inFront),
  istartswith: like('LIKE', inFront),
  endswith: like('LIKE BINARY', atTheEnd),
  iendswith: like('LIKE', atTheEnd),
  regex: regex('exact'),
  iregex: regex('ignored'),
} as const satisfies Readonly<Record<string, TextLookup>>;
