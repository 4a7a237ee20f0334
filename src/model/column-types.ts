import type { Field, FieldType } from './model.js';
import type { ColumnFacts } from './schema.js';

const INTEGERS: Readonly<Record<string, number>> = {
  tinyint: 8,
  smallint: 16,
  mediumint: 24,
  int: 32,
  bigint: 64,
};

/** Types that one word of the database decides. */
const BY_WORD: Readonly<Record<string, FieldType>> = {
  decimal: 'decimal',
  float: 'float',
  double: 'float',
  varchar: 'text',
  tinytext: 'text',
  text: 'text',
  mediumtext: 'text',
  longtext: 'text',
  enum: 'text',
  set: 'text',
  year: 'integer',
  date: 'date',
  datetime: 'datetime',
  timestamp: 'datetime',
  time: 'time',
  json: 'json',
  binary: 'binary',
  varbinary: 'binary',
  tinyblob: 'binary',
  blob: 'binary',
  mediumblob: 'binary',
  longblob: 'binary',
  // MariaDB 10.7 and 10.10; Django uses them from 5.0 on.
  uuid: 'uuid',
  inet4: 'address',
  inet6: 'address',
};

/**
 * The type of a column by its shape alone, as Django makes it: `tinyint(1)` for a BooleanField, `char(32)` for a UUIDField,
 * `char(39)` for a GenericIPAddressField; other fields of text are never `char` (`django/db/backends/mysql/base.py`).
 * @returns undefined for types that Django has no field for: bit, geometry, vectors
 */
export function fieldTypeOf({ dataType, columnType, length }: ColumnFacts): FieldType | undefined {
  if (dataType === 'char') return length === 32 ? 'uuid' : length === 39 ? 'address' : 'text';
  if (dataType === 'tinyint' && columnType === 'tinyint(1)') return 'boolean';
  if (dataType in INTEGERS) return 'integer';
  return BY_WORD[dataType];
}

/** What a value of the column can be, in the terms that its type has. */
export function limitsOf(
  column: ColumnFacts,
  type: FieldType,
): Pick<Field, 'maxLength' | 'bounds' | 'digits' | 'precision' | 'collation' | 'choices'> {
  const { length, digits, decimals, precision, collation, dataType, columnType } = column;
  const hasLength = (type === 'text' || type === 'binary') && length !== null;
  const hasDigits = type === 'decimal' && digits !== null;
  const hasPrecision = (type === 'datetime' || type === 'time') && precision !== null;
  return {
    ...(hasLength && { maxLength: length }),
    ...(type === 'integer' && { bounds: boundsOf(dataType, columnType) }),
    ...(hasDigits && { digits: { total: digits, decimals: decimals ?? 0 } }),
    ...(hasPrecision && { precision }),
    ...(collation !== null && type !== 'json' && { collation }),
    ...(dataType === 'enum' && { choices: enumChoices(columnType) }),
  };
}

function boundsOf(dataType: string, columnType: string): { min: string; max: string } {
  if (dataType === 'year') return { min: '0', max: '2155' };
  const bits = BigInt(INTEGERS[dataType] ?? 64);
  const isUnsigned = columnType.includes('unsigned');
  const span = 1n << (isUnsigned ? bits : bits - 1n);
  return { min: String(isUnsigned ? 0n : -span), max: String(span - 1n) };
}

/** `enum('s','it''s')` */
function enumChoices(columnType: string): [string, string][] {
  return [...columnType.matchAll(/'((?:[^']|'')*)'/g)].map(([, quoted = '']) => {
    const value = quoted.replaceAll("''", "'");
    return [value, value];
  });
}
