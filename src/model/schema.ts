/** What a database says of itself: information_schema and Django's own tables, as the repository read them. Pure data. */
export interface DatabaseSchema {
  readonly database: string;
  /** Whoever reads it: `lockstep@%`. */
  readonly account: string;
  readonly tables: readonly TableFacts[];
  /** Rows of `django_content_type`. */
  readonly contentTypes: readonly ContentType[];
  /** Rows of `auth_permission`, as Django names them: `blog.change_asset_db`. */
  readonly permissions: ReadonlySet<string>;
}

export interface TableFacts {
  readonly name: string;
  readonly isView: boolean;
  /** Null for a view. */
  readonly engine: string | null;
  /** As the server estimates it. */
  readonly rows: number | null;
  readonly columns: readonly ColumnFacts[];
  /** The primary key among them, as `PRIMARY`. */
  readonly indexes: readonly IndexFacts[];
  /** Of one column each; others say nothing about a relation of Django. */
  readonly foreignKeys: readonly ForeignKeyFacts[];
}

export interface ColumnFacts {
  readonly name: string;
  /** `varchar`; `json` also for MariaDB's longtext that must hold JSON. */
  readonly dataType: string;
  /** `varchar(64)`. */
  readonly columnType: string;
  readonly isNullable: boolean;
  /** Characters of a text, bytes of a binary. */
  readonly length: number | null;
  readonly digits: number | null;
  readonly decimals: number | null;
  /** Digits of a second. */
  readonly precision: number | null;
  readonly collation: string | null;
  readonly isGenerated: boolean;
  /** Whether an INSERT may leave it out although it is NOT NULL: DEFAULT or AUTO_INCREMENT. */
  readonly hasDefault: boolean;
}

export interface IndexFacts {
  readonly name: string;
  readonly unique: boolean;
  /** `BTREE`, `HASH`, `FULLTEXT`, `SPATIAL`. */
  readonly kind: string;
  /** Null for an expression; `isPart` where the index holds only the beginning of the values. */
  readonly columns: readonly { readonly name: string | null; readonly isPart: boolean }[];
}

export interface ForeignKeyFacts {
  readonly column: string;
  readonly table: string;
  readonly toColumn: string;
}

export interface ContentType {
  readonly appLabel: string;
  readonly model: string;
  /** The verbose name, which Django kept there up to 1.7. */
  readonly name: string | null;
}
