import { concat, type SqlFragment } from './sql.js';

// The only place that knows where MariaDB and MySQL 8 need different SQL. Each runs the comments that are meant for it
// and skips the others, so no one has to ask which server it is. Nothing from outside ever stands inside of a comment.
const onMariaDb = (sql: string): string => `/*M! ${sql} */`;
const onMySql = (sql: string): string => `/*!80000 ${sql} */`;

/** `REGEXP BINARY` fails on MySQL 8, and MariaDB has no `REGEXP_LIKE`. Django: `operations.regex_lookup`. */
export function matchesRegex(
  operand: SqlFragment,
  pattern: SqlFragment,
  letterCase: 'exact' | 'ignored',
): SqlFragment {
  const isExact = letterCase === 'exact';
  return concat(
    onMySql('REGEXP_LIKE('),
    operand,
    onMariaDb(isExact ? ' REGEXP BINARY ' : ' REGEXP '),
    onMySql(','),
    pattern,
    onMySql(isExact ? ", 'c')" : ", 'i')"),
  );
}

/** JSON is a type of its own on MySQL and text on MariaDB, where a text has quotes. Django: `operations.lookup_cast`. */
export const unquotedOnMariaDb = (json: SqlFragment): SqlFragment =>
  concat(onMariaDb('JSON_UNQUOTE('), json, onMariaDb(')'));

/** Stops the statement after so many seconds; goes before and behind the word SELECT. */
export const selectWithin = (seconds: number): string =>
  `${onMariaDb(`SET STATEMENT max_statement_time = ${seconds} FOR`)} SELECT /*+ MAX_EXECUTION_TIME(${seconds * 1000}) */`;
