import { Inject, Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { randomUUID } from 'node:crypto';
import type { Repository } from 'typeorm';
import { CONFIG, type Config } from '../config/index.js';
import {
  AuthUser,
  CombinedReads,
  Database,
  preparedIn,
  quotedName,
  type UserColumn,
  type UserId,
  type UserLinks,
  UserModel,
} from '../database/index.js';
import { toDatabaseTime } from '../django/index.js';
import { UserNotCreatableError } from './auth.errors.js';
import {
  ACCOUNT,
  foundColumns,
  type FoundUser,
  type RawFoundUser,
  type RawUser,
  targetOf,
  toAuthUser,
  toFoundUser,
  userColumns,
  userOf,
} from './found-user.js';

const NAME = `CONCAT(type.app_label, '.', permission.codename) AS name`;
const NAMED = `auth_permission permission JOIN django_content_type type ON type.id = permission.content_type_id`;

/** A column that an insert has to fill. */
interface RequiredColumn {
  readonly name: string;
  readonly type: string;
  /** Unique, or a key of another table: no value of ours would do. */
  readonly isOfTheSite: 0 | 1;
}

/** All SQL on the table of users, groups and permissions. */
@Injectable()
export class UsersRepository {
  private readonly from: string;
  private readonly columns: string;
  private readonly key: string;
  /** By `String(id)`. */
  private readonly found: CombinedReads<string, FoundUser>;
  private readonly granted: CombinedReads<string, string[]>;
  private readonly selectGranted: ReturnType<typeof preparedIn>;

  constructor(
    private readonly database: Database,
    @InjectRepository(AuthUser) private readonly users: Repository<AuthUser>,
    private readonly model: UserModel,
    @Inject(CONFIG) private readonly config: Config,
  ) {
    this.from = `FROM ${model.as(ACCOUNT)}`;
    this.columns = userColumns(model);
    this.key = model.column(ACCOUNT, 'id');
    const select = preparedIn(
      (ids) => `SELECT ${foundColumns(model)} ${this.from} WHERE ${this.key} IN ${ids}`,
    );
    this.found = new CombinedReads(async (ids) => {
      const rows = await database.queryPrepared<RawFoundUser>(...select(this.storedAll(ids)));
      return new Map(rows.map((row) => [String(model.toId(row.id)), toFoundUser(row, model)]));
    });
    this.selectGranted = preparedIn((ids) => this.grantedTo(ids));
    this.granted = new CombinedReads((ids) => this.permissionsOf(ids));
  }

  async findById(id: UserId): Promise<FoundUser | null> {
    return (await this.found.find(String(id))) ?? null;
  }

  /**
   * The user of this name as the column's collation compares, which usually knows no case, as for Django. The first read of
   * a login: a password that was just changed on another node of a cluster must count.
   */
  async findByUsername(username: string): Promise<AuthUser | null> {
    const [row] = await this.database.queryLatest<RawUser>(
      `SELECT ${this.columns} ${this.from} WHERE ${this.model.column(ACCOUNT, 'username')} = ?`,
      [username],
    );
    return row ? toAuthUser(row, this.model) : null;
  }

  /** Active users whose user name, first or last name contains the text, by user name. */
  async searchActive(text: string, limit: number): Promise<AuthUser[]> {
    const anywhere = `%${text.replace(/[\\%_]/g, '\\$&')}%`;
    const column = (name: UserColumn) => this.model.column(ACCOUNT, name);
    const rows = await this.database.query<RawUser>(
      `SELECT ${this.columns} ${this.from} WHERE ${column('is_active')} = 1
          AND (${column('username')} LIKE ? OR ${column('first_name')} LIKE ? OR ${column('last_name')} LIKE ?)
        ORDER BY ${column('username')} LIMIT ?`,
      [anywhere, anywhere, anywhere, limit],
    );
    return rows.map((row) => toAuthUser(row, this.model));
  }

  hasAny(): Promise<boolean> {
    return this.users.exists();
  }

  /**
   * As `create_superuser` of a manager would: what else the table needs is empty, a time is now (up to 1.7 that of the last
   * login, too).
   * @throws UserNotCreatableError where only the site knows what to fill in, DuplicateKeyError
   */
  async insertSuperuser(
    account: { username: string; email: string; password: string },
    now: Date,
  ): Promise<void> {
    const { columns, table, key } = this.model.facts;
    if (!this.model.has('is_superuser') && !this.model.has('is_staff'))
      throw new UserNotCreatableError(`${table} has neither is_superuser nor is_staff.`);
    const given = { is_staff: 1, is_active: 1, is_superuser: 1, ...account };
    const values = new Map<string, unknown>();
    for (const [name, value] of Object.entries(given)) {
      const column = columns[name as UserColumn];
      if (column !== undefined) values.set(column, value);
    }
    // Last, because it may be the same column as the address.
    values.set(columns.username, account.username);
    if (key.kind === 'uuid') values.set(columns.id, this.model.stored(randomUUID()));
    for (const column of await this.requiredColumns())
      if (!values.has(column.name)) values.set(column.name, this.filler(column, now));
    const names = [...values.keys()].map(quotedName).join(', ');
    await this.database.execute(
      `INSERT INTO ${quotedName(table)} (${names}) VALUES (${[...values].map(() => '?').join(', ')})`,
      [...values.values()],
    );
  }

  /** NOT NULL and without a value of the table's own. */
  private requiredColumns(): Promise<RequiredColumn[]> {
    return this.database.query<RequiredColumn>(
      `SELECT own.column_name AS name, own.data_type AS type, own.column_key IN ('UNI', 'PRI') OR EXISTS
          (SELECT 1 FROM information_schema.key_column_usage used WHERE used.table_schema = own.table_schema
              AND used.table_name = own.table_name AND used.column_name = own.column_name
              AND used.referenced_table_name IS NOT NULL) AS isOfTheSite
         FROM information_schema.columns own
        WHERE own.table_schema = DATABASE() AND own.table_name = ? AND own.is_nullable = 'NO'
          AND own.column_default IS NULL AND own.extra NOT LIKE '%auto_increment%'
          AND COALESCE(own.generation_expression, '') = ''`,
      [this.model.facts.table],
    );
  }

  private filler({ name, type, isOfTheSite }: RequiredColumn, now: Date): string | number {
    const time = toDatabaseTime(now, this.config.django);
    if (isOfTheSite === 0) {
      if (/char|text/.test(type)) return '';
      if (/int|decimal|float|double/.test(type)) return 0;
      if (type === 'datetime') return time;
      if (type === 'date') return time.slice(0, 10);
      if (type === 'json') return '{}';
    }
    throw new UserNotCreatableError(`${this.model.facts.table} needs a value for ${name}.`);
  }

  /** As `django.contrib.auth.models.update_last_login`, where there is such a column. */
  async recordLogin(id: UserId, at: Date): Promise<void> {
    if (!this.model.has('last_login')) return;
    await this.database.execute(
      `UPDATE ${this.model.as(ACCOUNT)} SET ${this.model.column(ACCOUNT, 'last_login')} = ? WHERE ${this.key} = ?`,
      [toDatabaseTime(at, this.config.django), this.model.stored(id)],
    );
  }

  /**
   * Replaces the password if it still is what was verified.
   * @returns false when another request changed it meanwhile
   */
  async replacePassword(id: UserId, verified: string, encoded: string): Promise<boolean> {
    const password = this.model.column(ACCOUNT, 'password');
    const result = await this.database.execute(
      `UPDATE ${this.model.as(ACCOUNT)} SET ${password} = ?
        WHERE ${this.key} = ? AND CAST(${password} AS BINARY) = CAST(? AS BINARY)`,
      [encoded, this.model.stored(id), verified],
    );
    return result.affectedRows === 1;
  }

  /** The names of these users by their keys as text; without those who are gone. */
  async usernames(ids: readonly string[]): Promise<ReadonlyMap<string, string>> {
    const keys = ids.flatMap((id) => this.model.parseId(id) ?? []);
    if (keys.length === 0) return new Map();
    const rows = await this.database.query<Pick<RawUser, 'id' | 'username'>>(
      `SELECT ${this.key} AS id, ${this.model.column(ACCOUNT, 'username')} AS username ${this.from} WHERE ${this.key} IN (?)`,
      [keys.map((id) => this.model.stored(id))],
    );
    return new Map(rows.map(({ id, username }) => [String(this.model.toId(id)), username ?? '']));
  }

  /** Names as `assets.view_asset`, sorted; a superuser has every permission there is. */
  async listPermissions({
    id,
    isSuperuser,
  }: Pick<AuthUser, 'id' | 'isSuperuser'>): Promise<string[]> {
    if (!isSuperuser) return [...((await this.granted.find(String(id))) ?? [])];
    const rows = await this.database.query<{ name: string }>(`SELECT ${NAME} FROM ${NAMED}`);
    return rows.map(({ name }) => name).sort();
  }

  private async permissionsOf(ids: readonly string[]): Promise<Map<string, string[]>> {
    const names = new Map<string, string[]>();
    const { groups, permissions } = this.model.facts;
    const sources = [permissions, groups].filter((links) => links !== undefined);
    if (sources.length === 0) return names;
    const [sql, stored] = this.selectGranted(this.storedAll(ids));
    const rows = await this.database.queryPrepared<{ id: UserId; name: string }>(
      sql,
      sources.flatMap(() => stored),
    );
    for (const row of rows) {
      const id = String(this.model.toId(row.id));
      names.set(id, [...(names.get(id) ?? []), row.name]);
    }
    for (const own of names.values()) own.sort();
    return names;
  }

  /**
   * Permissions of users: their own and those of their groups, none if they are not active, though up to 1.9 they stay logged
   * in (`ModelBackend.get_all_permissions`).
   * @param ids the list of the users in SQL, once for each of the two sources that there is
   */
  private grantedTo(ids: string): string {
    const { groups, permissions } = this.model.facts;
    const isActive = (user: string): string =>
      `JOIN ${this.model.as(ACCOUNT)} ON ${this.key} = ${user} AND ${this.model.column(ACCOUNT, 'is_active')} = 1 WHERE ${user} IN ${ids}`;
    const own = (links: UserLinks): string =>
      `SELECT ${userOf('own', links)} AS id, ${targetOf('own', links)} AS permission_id
         FROM ${quotedName(links.table)} own ${isActive(userOf('own', links))}`;
    const held = (links: UserLinks): string =>
      `SELECT ${userOf('member', links)} AS id, held.permission_id FROM auth_group_permissions held
         JOIN ${quotedName(links.table)} member ON ${targetOf('member', links)} = held.group_id
         ${isActive(userOf('member', links))}`;
    const sources = [...(permissions ? [own(permissions)] : []), ...(groups ? [held(groups)] : [])];
    return `SELECT granted.id, ${NAME} FROM (${sources.join(' UNION ')}) granted
      JOIN ${NAMED} WHERE permission.id = granted.permission_id`;
  }

  /** Keys as parameters; as texts, because the driver sends the number of a prepared statement as a floating one. */
  private storedAll(ids: readonly string[]): string[] {
    return ids.map((id) => String(this.model.stored(id)));
  }

  async listGroups(userId: UserId): Promise<string[]> {
    const { groups } = this.model.facts;
    if (!groups) return [];
    const rows = await this.database.query<{ name: string }>(
      `SELECT auth_group.name FROM auth_group
         JOIN ${quotedName(groups.table)} member ON ${targetOf('member', groups)} = auth_group.id
        WHERE ${userOf('member', groups)} = ?`,
      [this.model.stored(userId)],
    );
    return rows.map(({ name }) => name).sort();
  }
}
