import type { Field } from '../model/index.js';
import type { Cells } from './commands.js';
import { columnOf, concat, keysIn, quoted, type Scope, type SqlFragment } from './query/index.js';

/** A row by its primary key, and what is written into it. */
export interface RowCells {
  readonly key: string;
  readonly cells: Cells;
}

/** The UPDATE of rows that get something in the same columns: only in these, since a save of whole rows would undo what others changed. */
export function updateOf(scope: Scope, primaryKey: Field, rows: readonly RowCells[]): SqlFragment {
  const fields = [...(rows[0]?.cells.keys() ?? [])];
  const sets = fields.flatMap((field, at) => [
    at === 0 ? ' SET ' : ', ',
    `${columnOf(scope.alias, field.column)} = `,
    valueOf(field, rows, scope, primaryKey),
  ]);
  const keys = rows.map(({ key }) => key);
  return concat(
    `UPDATE ${quoted(scope.model.table)} ${scope.alias}`,
    ...sets,
    ' WHERE ',
    keysIn(primaryKey, keys, scope),
  );
}

/** The value itself where all rows get the same, else a CASE by their keys. */
function valueOf(
  field: Field,
  rows: readonly RowCells[],
  scope: Scope,
  primaryKey: Field,
): SqlFragment {
  const values = rows.map(({ cells }) => cells.get(field) ?? null);
  const [first = null] = values;
  if (values.every((value) => value === first)) return { sql: '?', params: [first] };
  const cases = rows.map(({ key }, at) =>
    concat(' WHEN ', keysIn(primaryKey, [key], scope), {
      sql: ' THEN ?',
      params: [values[at] ?? null],
    }),
  );
  return concat('CASE', ...cases, ' END');
}
