import { isDeepStrictEqual } from 'node:util';
import { fieldErrorsOf, type FieldError, ValidationFailedError } from '../../http/index.js';
import {
  statementBytes,
  failed,
  type ImportRow,
  type RowReport,
  type Values,
} from '../../records/index.js';
import type { AssetView } from '../asset-view.js';
import { type AssetCreate, type AssetPatch, assetPatchSchema } from '../dto/asset.dto.js';
import { assetColumns } from './asset-columns.js';
import type { UniqueField } from './import-keys.repository.js';
import type { ImportOptions } from './import-options.js';

/** A row that names its asset. */
export interface NamedRow {
  readonly line: number;
  /** The value by which it finds its asset; as it is given where the schema refuses it. */
  readonly keyValue: string;
  /** Its cells, as an export would write them. */
  readonly given: Values;
  /** What the schema made of those that it takes. */
  readonly patch: AssetPatch;
  /** What it says of the others. They may stay as they are: Django and SQL write what we would not. */
  readonly errors: readonly FieldError[];
}

const WRITTEN: ReadonlySet<string> = new Set(
  assetColumns().flatMap(({ name, isRead }) => (isRead ? [name] : [])),
);

/** What a row names, checked by the schema that also checks a PATCH. */
export function check(row: ImportRow, key: ImportOptions['key']): NamedRow | RowReport {
  const { line } = row;
  if ('errors' in row) return failed(line, row.errors);
  const { patch, errors } = parsed(row.values);
  if (errors.some(({ field }) => !WRITTEN.has(field))) return failed(line, errors);
  const keyValue = patch[key] ?? row.exact[key];
  return typeof keyValue === 'string' && keyValue.length <= LONGEST_KEY
    ? { line, keyValue, given: row.exact, patch, errors }
    : failed(line, errors.length > 0 ? errors : [{ field: key, ...KEY_MISSING }]);
}

/** No column that is a key is longer. */
const LONGEST_KEY = 255;

/** Without its key a row would make one more asset each time the file is imported. */
const KEY_MISSING = { code: 'key_missing', message: 'Give the value that names the asset.' };

/** What the schema takes of these values, and one error for each that it does not. */
function parsed(values: Values): Pick<NamedRow, 'patch' | 'errors'> {
  const whole = assetPatchSchema.safeParse(values);
  if (whole.success) return { patch: whole.data, errors: [] };
  const errors = fieldErrorsOf(whole.error.issues);
  const rest = assetPatchSchema.safeParse(without(values, errors));
  return { patch: rest.data ?? {}, errors };
}

const without = (values: Values, errors: readonly FieldError[]): Values =>
  Object.fromEntries(
    Object.entries(values).filter(([name]) => errors.every(({ field }) => field !== name)),
  );

/** A row without the values that its asset has already, just as an export writes them: they need not pass the schema. */
export function changesOf({ given, patch, errors }: NamedRow, shown: AssetView) {
  const isNew = (name: string): boolean =>
    !isDeepStrictEqual(given[name], Reflect.get(shown, name));
  const changes: AssetPatch = Object.fromEntries(
    Object.entries(patch).filter(([name]) => isNew(name)),
  );
  return { changes, errors: errors.filter(({ field }) => isNew(field)) };
}

/** Of each character, in the statements that compare keys: twice, in JSON, escaped. */
const KEY_BYTES = 16;

/** Of the statements that the row needs. */
export const bytesOf = ({ patch, keyValue }: NamedRow): number =>
  statementBytes(patch) + keyValue.length * KEY_BYTES;

/** The keys of these rows, as they are given as well: a row of Django may have what our schema would trim. */
export const spellingsOf = (rows: readonly NamedRow[], key: UniqueField): string[] => [
  ...new Set(rows.flatMap(({ keyValue, given }) => [keyValue, String(given[key])])),
];

/** Whether the row can be inserted as it is, and has the same fields as the first one. */
export function isWhole({ patch, errors }: NamedRow, first: NamedRow): boolean {
  return (
    errors.length === 0 &&
    patch.name !== undefined &&
    patch.asset_tag !== undefined &&
    isDeepStrictEqual(fieldsOf(patch), fieldsOf(first.patch))
  );
}

const fieldsOf = (patch: AssetPatch): string[] =>
  Object.entries(patch).flatMap(([name, value]) => (value === undefined ? [] : [name]));

/** @throws ValidationFailedError also when the name is missing */
export function asNew({ patch: { name, ...patch }, errors }: NamedRow): AssetCreate {
  if (errors.length === 0 && name !== undefined) return { ...patch, name };
  const isMissing = name === undefined && errors.every(({ field }) => field !== 'name');
  throw new ValidationFailedError(isMissing ? [...errors, NAME_MISSING] : errors);
}

const NAME_MISSING = {
  field: 'name',
  code: 'invalid_type',
  message: 'A new asset needs a name.',
};
