import type { DatabaseFacts, GroupView, UserModel } from '../database/index.js';
import type { Watch } from '../events/index.js';
import type { ModelsSurvey } from '../model/index.js';

/** What was read from a database, as it stands there; what it means is worked out from this alone. */
export interface Survey {
  /** Our clock while the server said `server.utcNow`. */
  readonly now: Date;
  readonly server: ServerSurvey;
  readonly tables: readonly TableSurvey[];
  /** Names of the tables that have neither a primary key nor a unique one without NULL. */
  readonly keyless: readonly string[];
  /** Foreign keys by which a change of one row changes others. */
  readonly cascades: readonly CascadeSurvey[];
  /** `auth.0001_initial` and so on; null where the table is not there or may not be read. */
  readonly djangoMigrations: readonly string[] | null;
  /** What the service relies on. */
  readonly facts: DatabaseFacts;
  /** Latest expiry first. */
  readonly sessions: readonly SessionSample[];
  /** That of the site; Django's own where there is none yet, or none that can be used. */
  readonly userModel: UserModel;
  /** Why a start is refused for it. */
  readonly userModelFault: string | undefined;
  /** Latest login first. */
  readonly users: readonly UserSample[];
  /** Of `lockstep.json`; undefined where there is none. */
  readonly models?: ModelsSurvey | undefined;
  /** Tables that are watched, served or not. */
  readonly watches?: readonly Watch[];
  /** What could not be read, with the server's reason. */
  readonly unreadable: readonly Unreadable[];
}

export interface ServerSurvey {
  readonly version: string;
  readonly database: string;
  /** `SHOW GLOBAL VARIABLES`, of those that matter here. */
  readonly variables: Readonly<Record<string, string>>;
  /** `UTC_TIMESTAMP(6)` as text. */
  readonly utcNow: string;
  readonly hasTimeZoneTables: boolean;
  /** How a member of a MySQL group sees it; null where there is none, or this database user may not look. */
  readonly group: GroupView | null;
}

export interface TableSurvey {
  readonly name: string;
  readonly engine: string;
  readonly columns: readonly ColumnSurvey[];
}

export interface CascadeSurvey {
  readonly table: string;
  readonly refersTo: string;
  readonly constraint: string;
}

export interface ColumnSurvey {
  readonly name: string;
  /** `varchar(150)`. */
  readonly type: string;
  readonly isNullable: boolean;
  /** Characters; 0 where the type has no length. */
  readonly length: number;
  readonly characterSet: string;
}

export interface SessionSample {
  readonly text: string;
  /** As the column has it, in whatever zone. */
  readonly expireDate: string;
}

export interface UserSample {
  readonly password: string;
  readonly lastLogin: string | null;
}

export interface Unreadable {
  readonly what: string;
  readonly reason: string;
}

/** A table of the survey; undefined where it is missing, or invisible to this database user. */
export function tableOf({ tables }: Pick<Survey, 'tables'>, name: string): TableSurvey | undefined {
  return tables.find((table) => table.name === name);
}

export function columnOf(table: TableSurvey | undefined, name: string): ColumnSurvey | undefined {
  return table?.columns.find((column) => column.name === name);
}
