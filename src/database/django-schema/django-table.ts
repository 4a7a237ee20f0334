import { isAtLeast } from '../../django/index.js';

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
