import { Inject, Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import type { Repository } from 'typeorm';
import { CONFIG, type Config } from '../config/index.js';
import { Database } from '../database/index.js';
import { isSince, toDatabaseTime } from '../django/index.js';
import { AuthUser } from './auth-user.entity.js';

interface RawUser {
  id: number;
  username: string;
  password: string;
  first_name: string;
  last_name: string;
  email: string;
  is_staff: number;
  is_active: number;
  is_superuser: number;
}

export type FoundUser = AuthUser & {
  /** Whether he has the permission that was asked for. */
  readonly may: boolean;
};

// Named columns, because `auth_user` may have more of them than Django gave it.
const COLUMNS =
  'id, username, password, first_name, last_name, email, is_staff, is_active, is_superuser';

/**
 * Permissions of a user: his own and those of his groups, none if he is not active, though up to 1.9 he stays logged in
 * (`ModelBackend.get_all_permissions`).
 */
const GRANTED = `
  SELECT own.permission_id FROM auth_user_user_permissions own
    JOIN auth_user ON auth_user.id = own.user_id AND auth_user.is_active = 1 WHERE own.user_id = ?
   UNION
  SELECT held.permission_id FROM auth_group_permissions held
    JOIN auth_user_groups member ON member.group_id = held.group_id
    JOIN auth_user ON auth_user.id = member.user_id AND auth_user.is_active = 1 WHERE member.user_id = ?`;

/**
 * Whether the user of the statement has one permission. Asked with every request: each part is one look into an index,
 * where GRANTED would be a table made for each request.
 */
const MAY = `
  (auth_user.is_active = 1 AND EXISTS (SELECT 1 FROM auth_permission permission
    JOIN django_content_type type ON type.id = permission.content_type_id
   WHERE type.app_label = ? AND permission.codename = ? AND (
     EXISTS (SELECT 1 FROM auth_user_user_permissions own
       WHERE own.user_id = auth_user.id AND own.permission_id = permission.id)
     OR EXISTS (SELECT 1 FROM auth_group_permissions held
       JOIN auth_user_groups member ON member.group_id = held.group_id
      WHERE held.permission_id = permission.id AND member.user_id = auth_user.id))))`;

const PERMISSIONS = `
  SELECT CONCAT(type.app_label, '.', permission.codename) AS name FROM auth_permission permission
    JOIN django_content_type type ON type.id = permission.content_type_id`;

/** All SQL on `auth_user`, groups and permissions. */
@Injectable()
export class UsersRepository {
  constructor(
    private readonly database: Database,
    @InjectRepository(AuthUser) private readonly users: Repository<AuthUser>,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /**
   * The user of a request, and whether he has the permission that its route asks for: one statement, because each
   * costs a fifth of what the whole request does.
   */
  async findById(id: number, permission?: string): Promise<FoundUser | null> {
    const may = permission === undefined ? 'NULL' : MAY;
    const [row] = await this.database.query<RawUser & { may: number | null }>(
      `SELECT ${COLUMNS}, ${may} AS may FROM auth_user WHERE id = ?`,
      [...partsOf(permission), id],
    );
    return row ? { ...toUser(row), may: row.may === 1 } : null;
  }

  /**
   * The user of exactly this name; the collation would also find it in another letter case. The first read of a login:
   * a password that was just changed on another node of a cluster must count.
   */
  async findByUsername(username: string): Promise<AuthUser | null> {
    const [row] = await this.database.queryLatest<RawUser>(
      `SELECT ${COLUMNS} FROM auth_user WHERE username = ?`,
      [username],
    );
    return row?.username === username ? toUser(row) : null;
  }

  /** Active users whose user name, first or last name contains the text, by user name. */
  async searchActive(text: string, limit: number): Promise<AuthUser[]> {
    const anywhere = `%${text.replace(/[\\%_]/g, '\\$&')}%`;
    const rows = await this.database.queryByText<RawUser>(
      `SELECT ${COLUMNS} FROM auth_user WHERE is_active = 1
          AND (username LIKE ? OR first_name LIKE ? OR last_name LIKE ?)
        ORDER BY username LIMIT ?`,
      [anywhere, anywhere, anywhere, limit],
    );
    return rows.map(toUser);
  }

  async hasAny(): Promise<boolean> {
    return (await this.database.query('SELECT 1 FROM auth_user LIMIT 1')).length > 0;
  }

  /** As `UserManager.create_superuser`; up to 1.7 `last_login` is NOT NULL and starts at the same moment. */
  async insertSuperuser(
    account: { username: string; email: string; password: string },
    now: Date,
  ): Promise<void> {
    const joined = toDatabaseTime(now, this.config.django);
    const lastLogin = isSince(this.config.django.version, 1, 8) ? null : joined;
    await this.database.execute(
      `INSERT INTO auth_user (username, first_name, last_name, email, password,
          is_staff, is_active, is_superuser, last_login, date_joined)
        VALUES (?, '', '', ?, ?, 1, 1, 1, ?, ?)`,
      [account.username, account.email, account.password, lastLogin, joined],
    );
  }

  async recordLogin(id: number, at: Date): Promise<void> {
    await this.database.execute('UPDATE auth_user SET last_login = ? WHERE id = ?', [
      toDatabaseTime(at, this.config.django),
      id,
    ]);
  }

  /**
   * Replaces the password if it still is what was verified.
   * @returns false when another request changed it meanwhile
   */
  async replacePassword(id: number, verified: string, encoded: string): Promise<boolean> {
    const result = await this.database.execute(
      'UPDATE auth_user SET password = ? WHERE id = ? AND CAST(password AS BINARY) = CAST(? AS BINARY)',
      [encoded, id, verified],
    );
    return result.affectedRows === 1;
  }

  async hasPermission(userId: number, name: string): Promise<boolean> {
    const rows = await this.database.query(`SELECT 1 FROM auth_user WHERE ${MAY} AND id = ?`, [
      ...partsOf(name),
      userId,
    ]);
    return rows.length > 0;
  }

  /** Names as `assets.view_asset`, sorted; a superuser has every permission there is. */
  async listPermissions(user: Pick<AuthUser, 'id' | 'isSuperuser'>): Promise<string[]> {
    const granted = user.isSuperuser ? '' : `WHERE permission.id IN (${GRANTED})`;
    const rows = await this.database.query<{ name: string }>(
      `${PERMISSIONS} ${granted}`,
      user.isSuperuser ? [] : [user.id, user.id],
    );
    return rows.map(({ name }) => name).sort();
  }

  async listGroups(userId: number): Promise<string[]> {
    const rows = await this.database.query<{ name: string }>(
      `SELECT auth_group.name FROM auth_group
         JOIN auth_user_groups member ON member.group_id = auth_group.id WHERE member.user_id = ?`,
      [userId],
    );
    return rows.map(({ name }) => name).sort();
  }
}

/** A plain object, not TypeORM's `create`, which looks at the metadata of every column. */
function toUser(row: RawUser): AuthUser {
  return {
    id: row.id,
    username: row.username,
    password: row.password,
    firstName: row.first_name,
    lastName: row.last_name,
    email: row.email,
    isStaff: Boolean(row.is_staff),
    isActive: Boolean(row.is_active),
    isSuperuser: Boolean(row.is_superuser),
  };
}

/** Label of the app and code name of `assets.view_asset`. */
const partsOf = (permission?: string): string[] => permission?.split('.', 2) ?? [];
