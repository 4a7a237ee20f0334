import { isSince } from '../../django/index.js';

/** A table of Django and the shapes it had: from which version on, and what `SHOW CREATE TABLE` says then. */
export interface DjangoTable {
  readonly name: string;
  /** Ascending; a version between two entries has the shape of the lower one. */
  readonly shapes: readonly (readonly [since: string, ddl: string])[];
}

/** The statement that creates the table as this version has it; undefined where the version has no such table. */
export function ddlOf(table: DjangoTable, version: string): string | undefined {
  return table.shapes.findLast(([since]) => isAtLeast(version, since))?.[1];
}

/** Whether this version is `since` (`major.minor`) or a later one. */
export function isAtLeast(version: string, since: string): boolean {
  const [major = 0, minor = 0] = since.split('.').map(Number);
  return isSince(version, major, minor);
}
