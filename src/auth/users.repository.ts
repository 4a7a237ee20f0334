import { Inject, Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import type { Repository } from 'typeorm';
import { CONFIG, type Config } from '../config/index.js';
import { Database } from '../database/index.js';
import { isAtLeast, toDatabaseTime } from '../django/index.js';
import { AuthUser } from './auth-user.entity.js';
import {
  FOUND_COLUMNS,
  type FoundUser,
  type RawFoundUser,
  type RawUser,
  toAuthUser,
  toFoundUser,
  USER_COLUMNS,
} from './found-user.js';

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

const NAMES = `
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

  async findById(id: number): Promise<FoundUser | null> {
    const [row] = await this.database.query<RawFoundUser>(
      `SELECT ${FOUND_COLUMNS} FROM auth_user WHERE id = ?`,
      [id],
    );
    return row ? toFoundUser(row) : null;
  }

  /**
   * The user of this name as the column's collation compares, which usually knows no case, as for Django. The first read of
   * a login: a password that was just changed on another node of a cluster must count.
   */
  async findByUsername(username: string): Promise<AuthUser | null> {
    const [row] = await this.database.queryLatest<RawUser>(
      `SELECT ${USER_COLUMNS} FROM auth_user WHERE username = ?`,
      [username],
    );
    return row ? toAuthUser(row) : null;
  }

  /** Active users whose user name, first or last name contains the text, by user name. */
  async searchActive(text: string, limit: number): Promise<AuthUser[]> {
    const anywhere = `%${text.replace(/[\\%_]/g, '\\$&')}%`;
    const rows = await this.database.query<RawUser>(
      `SELECT ${USER_COLUMNS} FROM auth_user WHERE is_active = 1
          AND (username LIKE ? OR first_name LIKE ? OR last_name LIKE ?)
        ORDER BY username LIMIT ?`,
      [anywhere, anywhere, anywhere, limit],
    );
    return rows.map(toAuthUser);
  }

  hasAny(): Promise<boolean> {
    return this.users.exists();
  }

  /** As `UserManager.create_superuser`; up to 1.7 `last_login` is NOT NULL and starts at the same moment. */
  async insertSuperuser(
    account: { username: string; email: string; password: string },
    now: Date,
  ): Promise<void> {
    const joined = toDatabaseTime(now, this.config.django);
    const lastLogin = isAtLeast(this.config.django.version, '1.8') ? null : joined;
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

  /** The names of these users by their keys as text; without those who are gone. */
  async usernames(ids: readonly string[]): Promise<ReadonlyMap<string, string>> {
    if (ids.length === 0) return new Map();
    const rows = await this.database.query<{ id: number; username: string }>(
      'SELECT id, username FROM auth_user WHERE id IN (?)',
      [ids],
    );
    return new Map(rows.map(({ id, username }) => [String(id), username]));
  }

  /** Names as `assets.view_asset`, sorted; a superuser has every permission there is. */
  async listPermissions(user: Pick<AuthUser, 'id' | 'isSuperuser'>): Promise<string[]> {
    const granted = user.isSuperuser ? '' : `WHERE permission.id IN (${GRANTED})`;
    const rows = await this.database.query<{ name: string }>(
      `${NAMES} ${granted}`,
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
