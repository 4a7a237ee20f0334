import { Injectable } from '@nestjs/common';
import { randomBytes } from 'node:crypto';
import { Database } from '../database/index.js';
import { FOUND_COLUMNS, type FoundUser, type RawFoundUser, toFoundUser } from './found-user.js';

/** As `rest_framework.authtoken` creates it. */
const TABLE = `
  CREATE TABLE IF NOT EXISTS authtoken_token (
    \`key\` varchar(40) NOT NULL PRIMARY KEY,
    created datetime(6) NOT NULL,
    user_id int NOT NULL UNIQUE,
    CONSTRAINT authtoken_token_user_id_35299eff_fk_auth_user_id
      FOREIGN KEY (user_id) REFERENCES auth_user (id)
  ) ENGINE=InnoDB`;

/** Django REST framework's tokens, where its table is there. */
@Injectable()
export class TokensRepository {
  private tableIsThere = false;

  constructor(private readonly database: Database) {}

  /** The user of exactly this token, or null. The first read of a request, as that of a session is. */
  async findUser(key: string): Promise<FoundUser | null> {
    if (!(await this.hasTable())) return null;
    const [row] = await this.database.queryLatest<RawFoundUser & { key: string }>(
      `SELECT token.\`key\`, ${FOUND_COLUMNS} FROM authtoken_token token
         JOIN auth_user ON auth_user.id = token.user_id WHERE token.\`key\` = ?`,
      [key],
    );
    return row?.key === key ? toFoundUser(row) : null;
  }

  /** `manage.py drf_create_token`: the user's token, made if he has none; makes the table, too. */
  async getOrCreate(userId: number): Promise<string> {
    await this.database.execute(TABLE);
    await this.database.execute(
      'INSERT IGNORE INTO authtoken_token (`key`, created, user_id) VALUES (?, UTC_TIMESTAMP(6), ?)',
      [randomBytes(20).toString('hex'), userId],
    );
    const [row] = await this.database.query<{ key: string }>(
      'SELECT `key` FROM authtoken_token WHERE user_id = ?',
      [userId],
    );
    if (!row) throw new Error('the token was not stored');
    return row.key;
  }

  /** Asked until it is there: a site may add the app while we run. */
  private async hasTable(): Promise<boolean> {
    if (this.tableIsThere) return true;
    const found = await this.database.query(
      `SELECT 1 FROM information_schema.tables
        WHERE table_schema = DATABASE() AND table_name = 'authtoken_token'`,
    );
    this.tableIsThere = found.length > 0;
    return this.tableIsThere;
  }
}
