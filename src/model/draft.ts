import type { Field, Index } from './model.js';

/**
 * A table on its way to a `Model`: described from the database (`from-database.ts`), named by the dump (`with-dump.ts`),
 * chosen by the file (`with-file.ts`).
 */
export interface TableDraft {
  readonly table: string;
  /** Undefined where neither Django's content types nor the dump know the table. */
  readonly label: string | undefined;
  readonly verboseName: string;
  readonly fields: readonly FieldDraft[];
  /** Columns; empty where there is none. */
  readonly primaryKey: readonly string[];
  readonly indexes: readonly Index[];
  readonly manyToMany: readonly ManyToMany[];
  readonly ordering: readonly string[];
  readonly rows: number | undefined;
  readonly engine: string;
  readonly readOnlyReason: string | undefined;
}

export interface FieldDraft extends Field {
  /** Of a foreign key: Django's `related_query_name`; undefined: by its convention, null: there is no way back. */
  readonly reverseName?: string | null;
  /** Why nobody can see it, whatever the file says. */
  readonly unreadable?: string;
}

/** A many-to-many relation, on the side where Django declares it. */
export interface ManyToMany {
  readonly name: string;
  readonly toTable: string;
  readonly column: string;
  readonly toColumn: string;
  readonly through: {
    readonly table: string;
    readonly fromColumn: string;
    readonly toColumn: string;
  };
  /** As of a field. */
  readonly reverseName?: string | null;
  /** Whether the file lets it be set. */
  readonly editable?: boolean;
}
