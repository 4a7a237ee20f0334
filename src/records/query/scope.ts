import type { DatabaseTimeSettings } from '../../django/index.js';
import {
  type Field,
  fieldNamed,
  isShownRelation,
  type Model,
  type Relation,
  shownFields,
} from '../../model/index.js';
import type { Operand, ScalarOperand } from './lookups.js';
import { columnOf } from './sql.js';

/** Whose rows a query is about, and what of the database it may speak of. */
export interface Scope {
  readonly model: Model;
  /** The name of the model's table in the statement. */
  readonly alias: string;
  /** Another model by its label; undefined for one that is not served, or that the caller may not see. */
  readonly modelOf: (label: string) => Model | undefined;
  /** How the site keeps times. */
  readonly time: DatabaseTimeSettings;
}

/** A relation and the model at its other end. */
export interface Way {
  readonly relation: Relation;
  readonly to: Model;
}

/** The relations of a model that the caller may know of. */
export const waysOf = (model: Model, scope: Scope): Way[] =>
  model.relations.flatMap((relation) => wayOf(model, relation, scope) ?? []);

/** @returns undefined for a relation that is not there for this caller */
export function wayNamed(model: Model, name: string, scope: Scope): Way | undefined {
  const relation = model.relations.find((one) => one.name === name);
  return relation && wayOf(model, relation, scope);
}

function wayOf(model: Model, relation: Relation, scope: Scope): Way | undefined {
  const to = scope.modelOf(relation.to);
  return to && isShownRelation(model, relation, to) ? { relation, to } : undefined;
}

export const columnField = ({ fields }: Model, column: string): Field | undefined =>
  fields.find((field) => field.column === column);

/** What lookups compare when they are about this column. */
export function operandOf(field: Field, alias: string, scope: Scope): Operand {
  const sql = columnOf(alias, field.column);
  if (field.type === 'json') return { kind: 'json', sql, keys: [] };
  const scalar = scalarOf(field, alias, scope);
  return field.references === undefined ? scalar : { kind: 'relation', sql, of: scalar };
}

/** The same for a column as it is, whatever it refers to. */
export function scalarOf(field: Field, alias: string, { time }: Scope): ScalarOperand {
  const isWide = field.columnType.startsWith('bigint');
  const kind = field.type === 'json' ? 'text' : field.type;
  return { kind, sql: columnOf(alias, field.column), time, isWide };
}

/** Beyond this a text does not fit into a cursor, and neither into a filter. */
const LONGEST_KEY = 1000;

/** Whether rows can be ordered, grouped and compared by it: documents, bytes and long texts have no order. */
export function isOrderable({ type, columnType, maxLength = 0 }: Field): boolean {
  if (type === 'json' || type === 'binary') return false;
  return !columnType.includes('text') && maxLength <= LONGEST_KEY;
}

/** All names that a filter may begin with, as far as the first relation to one row. */
export function filterNames(scope: Scope): string[] {
  const names = shownFields(scope.model).flatMap(({ name, attname }) => [attname, name]);
  const pk = fieldNamed(scope.model, 'pk') === undefined ? [] : ['pk'];
  const ways = waysOf(scope.model, scope);
  const behind = ways.flatMap(({ relation: { name, kind, toColumn }, to }) => [
    name,
    ...(kind === 'forward' ? shownFields(to) : [])
      .filter(({ column }) => column !== toColumn)
      .map(({ attname }) => `${name}__${attname}`),
  ]);
  return [...new Set([...names, ...pk, ...behind])];
}
