import { quoted } from '../../database/index.js';

export { quoted };

export type SqlValue = string | number | bigint | Buffer | null;

/** SQL of our own making; every value from outside is a parameter. */
export interface SqlFragment {
  readonly sql: string;
  readonly params: readonly SqlValue[];
}

export const bind = (value: SqlValue): SqlFragment => ({ sql: '?', params: [value] });

/** A column of the table that goes by this alias. */
export const columnOf = (alias: string, column: string): string => `${alias}.${quoted(column)}`;

/** The pieces one behind the other, and their parameters in the same order. */
export function concat(...pieces: readonly (string | SqlFragment)[]): SqlFragment {
  const fragments = pieces.map((piece) =>
    typeof piece === 'string' ? { sql: piece, params: [] } : piece,
  );
  return {
    sql: fragments.map(({ sql }) => sql).join(''),
    params: fragments.flatMap(({ params }) => params),
  };
}

export const commaSeparated = (fragments: readonly SqlFragment[]): SqlFragment =>
  join(fragments, ', ');

export const allOf = (fragments: readonly SqlFragment[]): SqlFragment =>
  fragments.length === 0 ? concat('TRUE') : join(fragments, ' AND ');

export const anyOf = (fragments: readonly SqlFragment[]): SqlFragment =>
  fragments.length === 0 ? concat('FALSE') : concat('(', join(fragments, ' OR '), ')');

export const not = (fragment: SqlFragment): SqlFragment => concat('NOT (', fragment, ')');

function join(fragments: readonly SqlFragment[], separator: string): SqlFragment {
  return {
    sql: fragments.map(({ sql }) => sql).join(separator),
    params: fragments.flatMap(({ params }) => params),
  };
}
