import type { QueryRunner } from 'typeorm';
import {
  askOn,
  CHECKED_SETTINGS,
  GROUP_VIEW,
  type GroupView,
  ownTablesOf,
  readFacts,
  type UserModel,
} from '../database/index.js';
import {
  type CascadeSurvey,
  columnOf,
  type ServerSurvey,
  type SessionSample,
  type Survey,
  tableOf,
  type TableSurvey,
  type Unreadable,
  type UserSample,
} from './survey.js';

const SESSIONS = 1000;
/** Longer rows are left out, so that the newest sessions fit into memory whatever they hold. */
const LONGEST_SESSION = 16_384;
const USERS = 10_000;

const VARIABLES = [
  ...CHECKED_SETTINGS,
  ...['tx_isolation', 'transaction_isolation', 'innodb_snapshot_isolation'],
  ...['time_zone', 'system_time_zone'],
  ...['wsrep_on', 'group_replication_group_name', 'group_replication_single_primary_mode'],
  'group_replication_enforce_update_everywhere_checks',
];

/**
 * All SQL of the doctor, on one connection that the server itself keeps from writing. Whatever this database user may
 * not see is noted, and the rest is read all the same.
 */
export class SurveyRepository {
  private readonly unreadable: Unreadable[] = [];

  constructor(
    private readonly runner: QueryRunner,
    private readonly userModel: UserModel,
  ) {}

  async take(): Promise<Omit<Survey, 'userModel' | 'userModelFault'>> {
    // Before, because a right is tried with EXPLAIN, which a transaction that only reads refuses for writes.
    const facts = await readFacts(
      askOn(this.runner),
      this.userModel,
      ownTablesOf(this.runner.dataSource),
    );
    await this.runner.query('SET SESSION TRANSACTION READ ONLY');
    const tables = await this.tables();
    const has = (name: string, ...columns: string[]): boolean => {
      const table = tableOf({ tables }, name);
      return table !== undefined && columns.every((column) => columnOf(table, column));
    };
    const sessions = has('django_session', 'session_data', 'expire_date')
      ? await this.sessions()
      : [];
    const { table, columns } = this.userModel.facts;
    const users = has(table, columns.password) ? await this.users() : [];
    const djangoMigrations = has('django_migrations', 'app') ? await this.djangoMigrations() : null;
    const server = await this.server();
    const { utcNow, now } = await this.clock();
    const [keyless, cascades] = [await this.keyless(), await this.cascades()];
    return {
      ...{ facts, tables, keyless, cascades, sessions, users, djangoMigrations, now },
      server: { ...server, utcNow },
      unreadable: this.unreadable,
    };
  }

  private async tables(): Promise<TableSurvey[]> {
    const tables = await this.read<{ name: string; engine: string | null }>(
      'the list of tables',
      `SELECT table_name AS name, engine AS engine FROM information_schema.tables
        WHERE table_schema = DATABASE() AND table_type = 'BASE TABLE' ORDER BY table_name`,
    );
    const columns = await this.read<RawColumn>(
      'the columns',
      `SELECT table_name AS table_name, column_name AS name, column_type AS type, is_nullable AS nullable,
              COALESCE(character_maximum_length, 0) AS length, COALESCE(character_set_name, '') AS charset
         FROM information_schema.columns WHERE table_schema = DATABASE() ORDER BY ordinal_position`,
    );
    const byTable = new Map<string, RawColumn[]>();
    for (const column of columns) {
      const own = byTable.get(column.table_name);
      if (own) own.push(column);
      else byTable.set(column.table_name, [column]);
    }
    return tables.map(({ name, engine }) => ({
      name,
      engine: engine ?? 'unknown',
      columns: (byTable.get(name) ?? []).map(toColumn),
    }));
  }

  private async keyless(): Promise<string[]> {
    const rows = await this.read<{ name: string }>(
      'the keys of the tables',
      `SELECT own.table_name AS name FROM information_schema.tables own
        WHERE own.table_schema = DATABASE() AND own.table_type = 'BASE TABLE' AND NOT EXISTS
          (SELECT 1 FROM information_schema.statistics part
            WHERE part.table_schema = own.table_schema AND part.table_name = own.table_name AND part.non_unique = 0
            GROUP BY part.index_name HAVING MAX(part.nullable = 'YES') = 0)
        ORDER BY own.table_name`,
    );
    return rows.map(({ name }) => name);
  }

  private async cascades(): Promise<CascadeSurvey[]> {
    return this.read<CascadeSurvey>(
      'the foreign keys',
      `SELECT table_name AS \`table\`, referenced_table_name AS refersTo, constraint_name AS \`constraint\`
         FROM information_schema.referential_constraints
        WHERE constraint_schema = DATABASE()
          AND (delete_rule IN ('CASCADE', 'SET NULL') OR update_rule IN ('CASCADE', 'SET NULL'))
        ORDER BY table_name, constraint_name`,
    );
  }

  /** A right of its own is needed for it; whether that is missing is for the checks to say. */
  private async group(): Promise<GroupView | null> {
    try {
      const [view] = (await this.runner.query(GROUP_VIEW)) as GroupView[];
      return view ?? null;
    } catch {
      return null;
    }
  }

  private async sessions(): Promise<SessionSample[]> {
    const rows = await this.read<{ session_data: string; expire_date: string }>(
      'django_session',
      `SELECT session_data, CAST(expire_date AS CHAR) AS expire_date FROM django_session
        WHERE LENGTH(session_data) <= ${LONGEST_SESSION} ORDER BY expire_date DESC LIMIT ${SESSIONS}`,
    );
    return rows.map((row) => ({ text: row.session_data, expireDate: row.expire_date }));
  }

  private async users(): Promise<UserSample[]> {
    const rows = await this.read<{ password: string; last_login: string | null }>(
      this.userModel.facts.table,
      `SELECT ${this.userModel.column('account', 'password')} AS password,
              CAST(${this.userModel.column('account', 'last_login')} AS CHAR) AS last_login
         FROM ${this.userModel.as('account')} ORDER BY last_login DESC LIMIT ${USERS}`,
    );
    return rows.map((row) => ({ password: row.password, lastLogin: row.last_login }));
  }

  private async djangoMigrations(): Promise<string[]> {
    const rows = await this.read<{ name: string }>(
      'django_migrations',
      "SELECT CONCAT(app, '.', name) AS name FROM django_migrations WHERE app = 'auth' ORDER BY id",
    );
    return rows.map(({ name }) => name);
  }

  private async server(): Promise<Omit<ServerSurvey, 'utcNow'>> {
    const [about] = await this.read<{ version: string; name: string; zoned: string | null }>(
      'the version of the server',
      `SELECT VERSION() AS version, DATABASE() AS name,
              CONVERT_TZ('2000-01-01 00:00:00', 'UTC', 'Europe/Berlin') AS zoned`,
    );
    const variables = await this.read<{ Variable_name: string; Value: string }>(
      'the variables of the server',
      `SHOW GLOBAL VARIABLES WHERE Variable_name IN (${VARIABLES.map((name) => `'${name}'`).join(', ')})`,
    );
    return {
      version: about?.version ?? 'unknown',
      database: about?.name ?? '',
      hasTimeZoneTables: about?.zoned !== null,
      variables: Object.fromEntries(variables.map((row) => [row.Variable_name, row.Value])),
      group: await this.group(),
    };
  }

  /** Our clock is read on both sides of the question, and the middle counts. */
  private async clock(): Promise<{ now: Date; utcNow: string }> {
    const before = Date.now();
    const [row] = await this.read<{ now: string }>(
      'the clock',
      'SELECT CAST(UTC_TIMESTAMP(6) AS CHAR) AS now',
    );
    const now = new Date((before + Date.now()) / 2);
    return { now, utcNow: row?.now ?? now.toISOString().slice(0, 23).replace('T', ' ') };
  }

  private async read<T>(what: string, sql: string): Promise<T[]> {
    try {
      return (await this.runner.query(sql)) as T[];
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      this.unreadable.push({ what, reason });
      return [];
    }
  }
}

interface RawColumn {
  table_name: string;
  name: string;
  type: string;
  nullable: 'YES' | 'NO';
  length: number | string;
  charset: string;
}

const toColumn = ({ name, type, nullable, length, charset }: RawColumn) => ({
  name,
  type,
  isNullable: nullable === 'YES',
  length: Number(length),
  characterSet: charset,
});
