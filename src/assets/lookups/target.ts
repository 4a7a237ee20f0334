import { type Field, FIELD_ALIASES, FIELD_NAMES, fieldOf, FIELDS, isNullable } from './fields.js';
import { InvalidLookupError } from './lookup.errors.js';
import type { Operand } from './operand.js';
import { concat, type SqlFragment } from './sql.js';
import type { ScalarKind } from './values.js';

/** What a filter is about: a column of the asset, or one of the user who holds it. */
export interface Target {
  readonly operand: Operand;
  /** The column of the asset whose NULL means that there is nothing to compare. */
  readonly nullable: string | null;
  /** The same condition about the asset alone. */
  readonly ofAsset: (condition: SqlFragment) => SqlFragment;
  /** What `isnull` asks about where it is not the operand itself. */
  readonly presence: Operand;
}

const HOLDER = 'asset.assigned_to_id';

/** What may be asked about the holder: what everybody may see of users, so not who is staff, and nothing that helps to log in. */
const HOLDER_COLUMNS: Readonly<Record<string, ScalarKind>> = {
  username: 'text',
  first_name: 'text',
  last_name: 'text',
  is_active: 'boolean',
};

/** All names that a filter may begin with. */
export const TARGET_NAMES: readonly string[] = [
  ...FIELD_NAMES,
  ...FIELD_ALIASES,
  ...Object.keys(HOLDER_COLUMNS).map((column) => `assigned_to__${column}`),
];

/**
 * Finds the column that the words of a parameter begin with.
 * @returns it and the words behind it
 * @throws InvalidLookupError naming what there is
 */
export function targetOf(words: readonly string[], parameter: string): [Target, string[]] {
  const [name = '', column = '', ...rest] = words;
  if (name === 'assigned_to' && (column === 'id' || column === 'pk')) return [holderId(), rest];
  const kind = Object.hasOwn(HOLDER_COLUMNS, column) ? HOLDER_COLUMNS[column] : undefined;
  if (name === 'assigned_to' && kind !== undefined) return [ofHolder(column, kind), rest];
  const field = fieldOf(name);
  if (field === undefined)
    throw new InvalidLookupError(`${parameter} cannot be filtered by.`, {
      parameter,
      allowed: TARGET_NAMES,
    });
  return [ofField(field), words.slice(1)];
}

const asItIs = (condition: SqlFragment): SqlFragment => condition;

function ofField(field: Field): Target {
  const sql = `asset.${field}`;
  const kind = FIELDS[field];
  const operand: Operand = kind === 'json' ? { kind, sql, keys: [] } : { kind, sql };
  return { operand, presence: operand, nullable: isNullable(field) ? sql : null, ofAsset: asItIs };
}

/** Django reads `assigned_to__id` from the asset itself. */
function holderId(): Target {
  const operand = { kind: 'integer', sql: HOLDER } as const;
  return { operand, presence: operand, nullable: HOLDER, ofAsset: asItIs };
}

/**
 * A subquery instead of Django's join, so that `SELECT … FOR UPDATE` locks the assets alone. No column of a user that
 * can be asked about is ever NULL: it is missing where nobody holds the asset.
 */
function ofHolder(column: string, kind: ScalarKind): Target {
  return {
    operand: { kind, sql: `holder.${column}` },
    presence: { kind: 'relation', sql: HOLDER },
    nullable: HOLDER,
    ofAsset: (condition) =>
      concat(`${HOLDER} IN (SELECT holder.id FROM auth_user holder WHERE `, condition, ')'),
  };
}
