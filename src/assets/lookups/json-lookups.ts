import { JsonNumber } from '../../exact-json.js';
import type { Lookup, Lookups } from './column-lookups.js';
import { jsonPath, jsonText, keyPath } from './json-values.js';
import { unexpected } from './lookup.errors.js';
import type { JsonOperand } from './operand.js';
import { TEXT_LOOKUPS } from './patterns.js';
import { unquotedOnMariaDb } from './server-dialect.js';
import { allOf, anyOf, bind, commaSeparated, concat, type SqlFragment } from './sql.js';
import { toFlag, toList, toPair, toText } from './values.js';

/** The document, or the JSON at the path in it; NULL where the path leads nowhere. */
const extracted = ({ sql, keys }: JsonOperand): SqlFragment =>
  keys.length === 0 ? concat(sql) : concat(`JSON_EXTRACT(${sql}, `, bind(jsonPath(keys)), ')');

const asJson = (value: unknown, parameter: string): SqlFragment =>
  concat('JSON_EXTRACT(', bind(jsonText(value, parameter)), ", '$')");

const exact: Lookup<JsonOperand> = (operand, value, parameter) =>
  concat(unquotedOnMariaDb(extracted(operand)), ' = ', asJson(value, parameter));

const isIn: Lookup<JsonOperand> = (operand, value, parameter) => {
  const items = toList(value, parameter).filter((item) => item !== null);
  const values = items.map((item) => unquotedOnMariaDb(asJson(item, parameter)));
  if (values.length === 0) return concat('FALSE');
  const operandText = unquotedOnMariaDb(extracted(operand));
  return concat(operandText, ' IN (', commaSeparated(values), ')');
};

const isNull: Lookup<JsonOperand> = (operand, value, parameter) =>
  concat(extracted(operand), toFlag(value, parameter) ? ' IS NULL' : ' IS NOT NULL');

const contains: Lookup<JsonOperand> = (operand, value, parameter) =>
  concat('JSON_CONTAINS(', extracted(operand), ', ', document(value, parameter), ')');

const containedBy: Lookup<JsonOperand> = (operand, value, parameter) =>
  concat('JSON_CONTAINS(', document(value, parameter), ', ', extracted(operand), ')');

function document(value: unknown, parameter: string): SqlFragment {
  if (value === null) throw unexpected(parameter, 'a JSON value other than null');
  return bind(jsonText(value, parameter));
}

const hasKey: Lookup<JsonOperand> = ({ sql, keys }, value, parameter) => {
  const path = jsonPath(keys) + keyPath(toText(value, parameter));
  return concat(`JSON_CONTAINS_PATH(${sql}, 'one', `, bind(path), ')');
};

const hasEach =
  (combine: typeof allOf): Lookup<JsonOperand> =>
  (operand, value, parameter) =>
    combine(toList(value, parameter).map((key) => hasKey(operand, key, parameter)));

/** Numbers by their size, texts in the order of their characters. */
const compared =
  (operator: string): Lookup<JsonOperand> =>
  (operand, value, parameter) => {
    // The servers compare as floats, so the nearest one will do; 1e400 is none.
    const plain = value instanceof JsonNumber ? Number(value) : value;
    if (!Number.isFinite(plain) && typeof plain !== 'string')
      throw unexpected(parameter, 'a number or a text');
    const other = typeof plain === 'number' ? plain : toText(plain, parameter);
    return concat(unquotedOnMariaDb(extracted(operand)), ` ${operator} `, bind(other));
  };

const [gte, lte] = [compared('>='), compared('<=')];

/** Django compares the JSON texts, in which 10 comes before 5. */
const range: Lookup<JsonOperand> = (operand, value, parameter) => {
  const [first, last] = toPair(value, parameter);
  return allOf([gte(operand, first, parameter), lte(operand, last, parameter)]);
};

const lower = (side: SqlFragment): SqlFragment => concat('LOWER(', side, ')');

/** JSON is compared with case, so Django makes both sides small where a lookup ignores it; not so for the document. */
const ofText = Object.fromEntries(
  Object.entries(TEXT_LOOKUPS).map(([word, lookup]): [string, Lookup<JsonOperand>] => [
    word,
    (operand, value, parameter) => {
      const text = concat('JSON_UNQUOTE(', extracted(operand), ')');
      const isFolded = word.startsWith('i') && operand.keys.length > 0;
      return lookup(text, value, parameter, isFolded ? lower : undefined);
    },
  ]),
);

/** The document as a whole. Django 3.2: `db.models.fields.json`. */
export const DOCUMENT_LOOKUPS: Lookups<JsonOperand> = {
  ...ofText,
  exact,
  isnull: isNull,
  contains,
  contained_by: containedBy,
  has_key: hasKey,
  has_keys: hasEach(allOf),
  has_any_keys: hasEach(anyOf),
};

/** A value in the document. */
export const KEY_LOOKUPS: Lookups<JsonOperand> = {
  ...DOCUMENT_LOOKUPS,
  in: isIn,
  gt: compared('>'),
  gte,
  lt: compared('<'),
  lte,
  range,
};
