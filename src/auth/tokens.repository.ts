import { Injectable } from '@nestjs/common';
import { randomBytes } from 'node:crypto';
import {
  CombinedReads,
  Database,
  preparedIn,
  quotedName,
  type UserId,
  UserModel,
} from '../database/index.js';
import {
  ACCOUNT,
  foundColumns,
  type FoundUser,
  type RawFoundUser,
  toFoundUser,
} from './found-user.js';

/** As `rest_framework.authtoken` creates it. */
const tableFor = ({ facts: { table, columns, key } }: UserModel): string => `
  CREATE TABLE IF NOT EXISTS authtoken_token (
    \`key\` varchar(40) NOT NULL PRIMARY KEY,
    created datetime(6) NOT NULL,
    user_id ${key.columnType} NOT NULL UNIQUE,
    CONSTRAINT authtoken_token_user_id_35299eff_fk
      FOREIGN KEY (user_id) REFERENCES ${quotedName(table)} (${quotedName(columns.id)})
  ) ENGINE=InnoDB`;

/** Django REST framework's tokens, where its table is there. */
@Injectable()
export class TokensRepository {
  private tableIsThere = false;

  private readonly found: CombinedReads<string, FoundUser>;

  constructor(
    private readonly database: Database,
    private readonly users: UserModel,
  ) {
    const select = preparedIn(
      (keys) => `SELECT token.\`key\`, ${foundColumns(users)} FROM authtoken_token token
      JOIN ${users.as(ACCOUNT)} ON ${users.column(ACCOUNT, 'id')} = token.user_id WHERE token.\`key\` IN ${keys}`,
    );
    this.found = new CombinedReads(async (keys) => {
      const rows = await database.queryLatest<RawFoundUser & { key: string }>(...select(keys));
      return new Map(rows.map((row) => [row.key, toFoundUser(row, users)]));
    });
  }

  /** The user of exactly this token, or null. The first read of a request, as that of a session is. */
  async findUser(key: string): Promise<FoundUser | null> {
    if (!(await this.hasTable())) return null;
    return (await this.found.find(key)) ?? null;
  }

  /** `manage.py drf_create_token`: the user's token, made if he has none; makes the table, too. */
  async getOrCreate(userId: UserId): Promise<string> {
    await this.database.execute(tableFor(this.users));
    const stored = this.users.stored(userId);
    await this.database.execute(
      'INSERT IGNORE INTO authtoken_token (`key`, created, user_id) VALUES (?, UTC_TIMESTAMP(6), ?)',
      [randomBytes(20).toString('hex'), stored],
    );
    const [row] = await this.database.query<{ key: string }>(
      'SELECT `key` FROM authtoken_token WHERE user_id = ?',
      [stored],
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
