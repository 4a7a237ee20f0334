import { isDeepStrictEqual } from 'node:util';
import type { DatabaseTimeSettings } from '../../django/index.js';
import type { FieldError } from '../../http/index.js';
import { shortened } from '../../http/index.js';
import { type Field, fieldNamed, shownValue } from '../../model/index.js';
import { keyField, type Scope, type SqlValue, wayNamed } from '../query/index.js';
import type { RecordView } from '../record-reader.js';
import { textShown } from '../record-locks.js';
import { storedValue } from '../write-values.js';
import type { NamedRow } from './import.js';
import { failed, type RowReport } from './import-report.js';
import type { ImportRow, Values } from './import-row.js';

/** A row of a file that names a row of a model. */
export interface RecordRow extends NamedRow {
  /** What the key is in the database, and as answers show it. */
  readonly key: SqlValue;
  readonly keyText: string;
  /** What it gives, as an export would write it, by the names that answers show. */
  readonly given: Values;
}

/** What a row of a file names, or why it names nothing; the database was not asked yet. */
export function checkRow(row: ImportRow, scope: Scope, by: Field): RecordRow | RowReport {
  const { line } = row;
  if ('errors' in row) return failed(line, row.errors);
  const { given, errors } = named(row.exact, scope);
  if (errors.length > 0) return failed(line, errors);
  const value = given[by.attname] ?? null;
  if (value === null) return failed(line, [{ field: by.attname, ...KEY_MISSING }]);
  const key = keyOf(by, value, scope.time);
  if (key === undefined) return failed(line, [{ field: by.attname, ...NO_KEY }]);
  return { line, key, keyText: textShown(by, key, scope), given };
}

/** Without its key a row would make one more each time the file is imported. */
const KEY_MISSING = { code: 'key_missing', message: 'Give the value that names the row.' };
const NO_KEY = { code: 'invalid_value', message: 'This cannot be the value that names a row.' };

/** The values by the names that answers show. Nothing says nothing. */
function named(values: Values, scope: Scope): { given: Values; errors: FieldError[] } {
  const given: Record<string, unknown> = {};
  const errors: FieldError[] = [];
  for (const [name, value] of Object.entries(values)) {
    if (value === undefined) continue;
    const way = wayNamed(scope.model, name, scope);
    const relation = way?.relation.kind === 'many_to_many' ? name : undefined;
    const shown = fieldNamed(scope.model, name)?.attname ?? relation;
    const field = shortened(name);
    if (shown === undefined)
      errors.push({ field, code: 'unknown_field', message: 'This field is not known here.' });
    else if (Object.hasOwn(given, shown))
      errors.push({ field, code: 'invalid_value', message: 'Give each field once.' });
    else given[shown] = value;
  }
  return { given, errors };
}

/** Longer texts are no keys. */
const LONGEST_KEY = 1000;

/** Rows of Django and SQL may have a key that a write would refuse: it is found by it all the same. */
function keyOf(by: Field, value: unknown, time: DatabaseTimeSettings): SqlValue | undefined {
  const { choices: _, maxLength: __, bounds: ___, ...open } = by;
  const stored = storedValue(open, value, time);
  if (stored !== undefined && stored !== null) return stored;
  const isText = ['text', 'address', 'uuid'].includes(by.type) && typeof value === 'string';
  return isText && value.length <= LONGEST_KEY ? value : undefined;
}

/**
 * What the row gives that is other than what is there. The key found the row, so it is left out unless it may be written and is
 * spelled in another way.
 */
export function differing({ given }: RecordRow, view: RecordView, scope: Scope, by: Field): Values {
  return Object.fromEntries(
    Object.entries(given).filter(([name, value]) => {
      if (name === by.attname && !by.editable) return false;
      return !isSame(name, value, view[name], scope);
    }),
  );
}

function isSame(name: string, value: unknown, shown: unknown, scope: Scope): boolean {
  if (isDeepStrictEqual(value, shown)) return true;
  const field = fieldNamed(scope.model, name);
  if (!field) return isSameKeys(value, shown);
  // Another spelling: 5 for 5.00, a time in another zone.
  if (value === null || field.type === 'json') return false;
  const stored = storedValue(field, value, scope.time);
  if (stored === undefined || stored === null) return false;
  const cell = typeof stored === 'bigint' ? String(stored) : stored;
  return isDeepStrictEqual(shownValue(field, cell, scope.time), shown);
}

/** A many-to-many relation has no order. */
function isSameKeys(value: unknown, shown: unknown): boolean {
  if (!Array.isArray(value) || !Array.isArray(shown)) return false;
  const sorted = (keys: readonly unknown[]) => [...new Set(keys.map(String))].sort();
  return isDeepStrictEqual(sorted(value), sorted(shown));
}

/**
 * What the row gives to a new one: all but what says nothing about a field that nobody may write, as the empty cells of an export
 * with more columns.
 */
export function newBody({ given }: RecordRow, { model }: Scope): Values {
  const mayWrite = (name: string): boolean => {
    const field = fieldNamed(model, name);
    if (field) return field.editable || field === keyField(model);
    return model.relations.some((relation) => relation.name === name && relation.editable);
  };
  return Object.fromEntries(
    Object.entries(given).filter(([name, value]) => mayWrite(name) || !isNothing(value)),
  );
}

const isNothing = (value: unknown): boolean =>
  value === null || value === '' || (Array.isArray(value) && value.length === 0);

/** The field by which rows are found. @returns undefined for a name of none whose values are unique and shown */
export function uniqueField({ model }: Scope, name: string | undefined): Field | undefined {
  const field =
    name === undefined ? (keyField(model) ?? model.primaryKey) : fieldNamed(model, name);
  return field && isKey(field) ? field : undefined;
}

/** The names that `key` takes. */
export const uniqueNames = ({ model }: Scope): string[] =>
  model.fields.filter(isKey).map(({ attname }) => attname);

const NO_KEYS: ReadonlySet<Field['type']> = new Set(['json', 'binary', 'float']);

const isKey = ({ unique, hidden, type }: Field): boolean => unique && !hidden && !NO_KEYS.has(type);
