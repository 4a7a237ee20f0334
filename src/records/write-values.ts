import { randomUUID } from 'node:crypto';
import { isIP } from 'node:net';
import { type DatabaseTimeSettings, isWellFormed } from '../django/index.js';
import { JsonNumber, stringifyJson } from '../exact-json.js';
import { shortened } from '../http/index.js';
import { type Field, fieldNamed, hasDefault, type Relation } from '../model/index.js';
import {
  keyField,
  columnField,
  type Scope,
  type SqlValue,
  storedScalar,
  wayNamed,
  waysOf,
} from './query/index.js';
import { type RefusedField, ValuesRefusedError } from './records.errors.js';

/** What a write gives to a row, read from a body; the database was not asked yet. */
export interface Values {
  readonly cells: ReadonlyMap<Field, Wanted>;
  /** Keys of many-to-many relations, as Django's `set()` takes them: each once. */
  readonly related: ReadonlyMap<Relation, RelatedWish>;
}

/** A value, or a patch for the document that is there (RFC 7396). */
export type Wanted = { readonly value: SqlValue } | { readonly patch: unknown };

interface RelatedWish {
  /** The field of the other model that the keys are values of. */
  readonly field: KeyField;
  readonly keys: readonly SqlValue[];
}

/** Which fields a body may name, and how its documents are meant. */
export interface Reading {
  /** The lookup field as well: a new row needs it, whether it may be changed later or not. */
  readonly isNew?: boolean;
  /** `application/merge-patch+json` */
  readonly isMerge?: boolean;
}

const BOOLEANS: Readonly<Record<string, number>> = { true: 1, True: 1, false: 0, False: 0 };

/**
 * The values of a JSON object by the names of fields (`owner_id` or `owner`) and many-to-many relations.
 * @param body with its numbers as they are spelled
 * @throws ValuesRefusedError naming every field that cannot be written so: `field_not_editable` for one that only shows,
 *   `unknown_field` also for a hidden one, `invalid_value` with what is expected
 */
export function readValues(body: unknown, scope: Scope, reading: Reading = {}): Values {
  if (typeof body !== 'object' || body === null || Array.isArray(body))
    throw new ValuesRefusedError([wrong('', 'an object of fields and their values')]);
  const cells = new Map<Field, Wanted>();
  const related = new Map<Relation, RelatedWish>();
  const errors: RefusedField[] = [];
  for (const [name, value] of Object.entries(body as Record<string, unknown>)) {
    const field = fieldNamed(scope.model, name);
    const way = field ? undefined : wayNamed(scope.model, name, scope);
    const isOwn = way?.relation.kind === 'many_to_many';
    if (field ? !isWritable(field, scope, reading) : isOwn && !way.relation.editable)
      errors.push(notEditable(name, scope));
    else if (field && cells.has(field)) errors.push(wrong(name, 'each field once'));
    else if (field) {
      const wanted = read(field, value, scope.time, reading);
      if (wanted) cells.set(field, wanted);
      else errors.push(wrong(name, expectedOf(field)));
    } else if (isOwn) {
      const other = columnField(way.to, way.relation.toColumn) ?? TEXT;
      const keys = readKeys(other, value, scope.time);
      if (keys) related.set(way.relation, { field: other, keys });
      else errors.push(wrong(name, `a list of at most ${MOST_KEYS} keys of ${way.to.label}`));
    } else errors.push(unknown(name));
  }
  if (errors.length > 0) throw new ValuesRefusedError(errors);
  return { cells, related };
}

/**
 * The values of a new row. A primary key that Django would make in Python (`default=uuid4`) is made here.
 * @throws ValuesRefusedError as `readValues`, and `required` for a field that nothing else gives a value to
 */
export function readNewValues(body: unknown, scope: Scope, key?: [Field, Wanted]): Values {
  const { cells, related } = readValues(body, scope, { isNew: true });
  const all = new Map([...cells, ...(key ? [key] : [])]);
  const { model } = scope;
  const { primaryKey, fields } = model;
  if (primaryKey?.type === 'uuid' && !all.has(primaryKey))
    all.set(primaryKey, { value: randomUUID().replaceAll('-', '') });
  const missing = fields.filter((field) => !hasDefault(model, field) && !all.has(field));
  if (missing.length > 0)
    throw new ValuesRefusedError(
      missing.map(({ attname, hidden }) => ({
        field: hidden ? '' : attname,
        code: 'required',
        message: 'This field is required.',
      })),
    );
  return { cells: all, related };
}

/** The value of the lookup field that a path names. @throws ValuesRefusedError */
export function readKey(key: string, scope: Scope): [Field, Wanted] {
  const field = keyField(scope.model);
  const wanted = field && read(field, key, scope.time, {});
  if (!wanted) throw new ValuesRefusedError([wrong(field?.attname ?? 'key', 'a key of the model')]);
  return [field, wanted];
}

/** What is stored for a value as answers show it; undefined for what the field cannot hold. */
export const storedValue = (
  field: Field,
  value: unknown,
  time: DatabaseTimeSettings,
): SqlValue | undefined => {
  const wanted = read(field, value, time, {});
  return wanted && 'value' in wanted ? wanted.value : undefined;
};

const wrong = (field: string, expected: string): RefusedField => ({
  field: shortened(field),
  code: 'invalid_value',
  message: `Give ${expected}.`,
  expected,
});

const unknown = (name: string): RefusedField => ({
  field: shortened(name),
  code: 'unknown_field',
  message: 'This field is not known here.',
});

function notEditable(name: string, scope: Scope): RefusedField {
  const { model } = scope;
  const names = [
    ...model.fields.flatMap((field) => (field.editable ? [field.attname] : [])),
    ...waysOf(model, scope).flatMap(({ relation }) => (relation.editable ? [relation.name] : [])),
  ];
  const allowed = names.length > 0 ? `Editable are ${names.join(', ')}.` : 'No field is editable.';
  return { field: name, code: 'field_not_editable', message: `It may not be written. ${allowed}` };
}

const isWritable = (field: Field, { model }: Scope, { isNew = false }: Reading): boolean =>
  field.editable || (isNew && field === keyField(model) && !field.isGenerated);

const MOST_KEYS = 1000;

/** What the keys of another model are; all of its field, where that model is served. */
type KeyField = Pick<Field, 'type'> & Partial<Field>;

const TEXT: KeyField = { type: 'text' };

/** What is stored for a key as answers show it. */
export const storedKey = (
  field: KeyField,
  key: string,
  time: DatabaseTimeSettings,
): SqlValue | undefined => readText(field, key, time);

function readKeys(
  field: KeyField,
  value: unknown,
  time: DatabaseTimeSettings,
): SqlValue[] | undefined {
  if (!Array.isArray(value) || value.length > MOST_KEYS) return undefined;
  const keys = value.map((key) => (key === null ? undefined : readText(field, key, time)));
  if (!keys.every((key) => key !== undefined)) return undefined;
  return [...new Map(keys.map((key) => [String(key), key])).values()];
}

function read(
  field: Field,
  value: unknown,
  time: DatabaseTimeSettings,
  { isMerge = false }: Reading,
): Wanted | undefined {
  if (value === null) return field.nullable ? { value: null } : undefined;
  if (field.type === 'json')
    return isMerge && isObject(value) ? { patch: value } : { value: stringifyJson(value) };
  const stored = readText(field, value, time);
  return stored !== undefined && isChoice(field, stored) ? { value: stored } : undefined;
}

/** A value of any type but JSON, from JSON or from the text that stands for it in a path or a file. */
function readText(
  field: KeyField,
  value: unknown,
  time: DatabaseTimeSettings,
): SqlValue | undefined {
  if (typeof value === 'boolean') return field.type === 'boolean' ? Number(value) : undefined;
  if (typeof value !== 'string' && typeof value !== 'number' && !(value instanceof JsonNumber))
    return undefined;
  const text = String(value);
  switch (field.type) {
    case 'text':
      return isStorable(text, field) ? text : undefined;
    case 'address':
      return isIP(text) === 0 ? undefined : storedScalar('address', text, time);
    case 'boolean':
      return Object.hasOwn(BOOLEANS, text) ? BOOLEANS[text] : undefined;
    case 'integer':
      return readInteger(text, field);
    case 'decimal':
      return readDecimal(text, field);
    case 'binary':
      return readBytes(text, field);
    case 'json':
      return undefined;
    case 'float':
      return storedScalar('float', text, time);
    case 'date':
    case 'datetime':
    case 'duration':
    case 'time':
    case 'uuid':
      return typeof value === 'string'
        ? cutTo(field, storedScalar(field.type, text, time))
        : undefined;
  }
}

/** Postgres refuses NUL, and so do Django's forms and REST framework; by characters, as the column counts. */
const isStorable = (text: string, { maxLength = Infinity }: Partial<Field>): boolean =>
  isWellFormed(text) &&
  !text.includes('\0') &&
  (text.length <= maxLength || Array.from(text).length <= maxLength);

/** Digits of a second that the column does not keep: some servers cut them, others round. */
const cutTo = ({ precision }: Partial<Field>, stored: SqlValue | undefined) =>
  precision === undefined || typeof stored !== 'string'
    ? stored
    : stored.replace(/\.\d+$/, (fraction) =>
        precision > 0 ? fraction.slice(0, precision + 1) : '',
      );

/** `1.0` and `1e3` are whole numbers in JSON, where no type tells them from 1 and 1000. */
function readInteger(text: string, { bounds }: Partial<Field>): SqlValue | undefined {
  const number = Number(text);
  const isSpelledOut = /^-?\d{1,20}$/.test(text);
  const isWhole = /^-?\d+(\.0+)?(e\+?\d{1,2})?$/i.test(text) && Number.isSafeInteger(number);
  if (!isSpelledOut && !isWhole) return undefined;
  const whole = isSpelledOut ? BigInt(text) : BigInt(number);
  if (bounds && (whole < BigInt(bounds.min) || whole > BigInt(bounds.max))) return undefined;
  return Number.isSafeInteger(Number(whole)) ? Number(whole) : whole;
}

/** With all its decimals, as the column shows it; one digit too many is refused, because the server would round. */
function readDecimal(text: string, { digits }: Partial<Field>): SqlValue | undefined {
  const [, sign = '', whole = '', fraction = ''] =
    /^(-?)(\d{1,65})(?:\.(\d{1,65}))?$/.exec(text) ?? [];
  if (whole === '') return undefined;
  const { total = 65, decimals = 30 } = digits ?? {};
  const given = fraction.replace(/0+$/, '');
  const size = whole.replace(/^0+/, '').length;
  if (given.length > decimals || size > total - decimals) return undefined;
  const isZero = size + given.length === 0;
  const shown = given.padEnd(digits ? decimals : 0, '0');
  return `${isZero ? '' : sign}${whole.slice(-size || -1)}${shown && `.${shown}`}`;
}

function readBytes(text: string, { maxLength = Infinity }: Partial<Field>): Buffer | undefined {
  if (text.length % 4 !== 0 || !/^[A-Za-z\d+/]*={0,2}$/.test(text)) return undefined;
  const bytes = Buffer.from(text, 'base64');
  return bytes.length <= maxLength ? bytes : undefined;
}

/** As Django's forms and REST framework check them; an empty text is what `blank=True` leaves. */
const isChoice = ({ choices }: Field, value: SqlValue): boolean =>
  choices === undefined || value === '' || choices.some(([key]) => sameKey(key, value));

/** A CharField may have numbers as its choices, and a BooleanField's are True and False. */
const sameKey = (key: string | number | boolean | null, value: SqlValue): boolean =>
  String(typeof key === 'boolean' ? Number(key) : key) === String(value);

const isObject = (value: unknown): boolean =>
  typeof value === 'object' &&
  value !== null &&
  !Array.isArray(value) &&
  !(value instanceof JsonNumber);

const FORMS: Readonly<Record<Field['type'], string>> = {
  boolean: 'true or false',
  integer: 'a whole number',
  decimal: 'a decimal as text, as "4999.00"',
  float: 'a number',
  text: 'a text',
  address: 'an IP address',
  uuid: 'a UUID',
  date: 'a date, as 2026-01-31',
  datetime: 'a time, as 2026-01-31T08:00:00Z',
  time: 'a time of day, as 08:00:00',
  duration: 'a duration, as P1DT02H00M00S',
  json: 'a JSON document',
  binary: 'bytes in base64',
};

const MOST_CHOICES = 50;

/** What a field takes, in words. */
export function expectedOf(field: Field): string {
  const { type, choices, bounds, digits, maxLength, nullable } = field;
  const limit =
    type === 'integer' && bounds
      ? ` from ${bounds.min} to ${bounds.max}`
      : type === 'decimal' && digits
        ? ` with at most ${digits.total - digits.decimals} digits before the point and ${digits.decimals} behind it`
        : maxLength === undefined
          ? ''
          : ` of at most ${maxLength} ${type === 'binary' ? 'bytes' : 'characters'}`;
  const what = choices
    ? `one of ${choices
        .slice(0, MOST_CHOICES)
        .map(([key]) => JSON.stringify(key))
        .join(', ')}`
    : `${FORMS[type]}${limit}`;
  return nullable ? `${what}, or null` : what;
}
