import { Inject, Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import type { Repository } from 'typeorm';
import { CONFIG, type Config } from '../config/index.js';
import { CombinedReads, Database, lockMode, preparedIn, type Tx } from '../database/index.js';
import { fromDatabaseTime, toDatabaseTime } from '../django/index.js';
import { DjangoSession } from './django-session.entity.js';

export interface SessionRow {
  readonly sessionKey: string;
  readonly text: string;
  readonly expireDate: Date;
}

interface RawRow {
  session_key: string;
  session_data: string;
  expire_date: string;
}

// The date comes as text, because Django without USE_TZ keeps local time in it.
const COLUMNS = 'session_key, session_data, CAST(expire_date AS CHAR) AS expire_date';

const FIND = preparedIn(
  (keys) => `SELECT ${COLUMNS} FROM django_session WHERE session_key IN ${keys}`,
);

/** What the column `varchar(40)` can hold in every character set; asked for more, an old one raises an error. */
const STORABLE_KEY = /^[\x20-\x7e]{1,40}$/;

const SCAN_BATCH = 500;
const DELETE_BATCH = 1000;

/** All SQL on `django_session`. One statement per question: this is on the path of every request. */
@Injectable()
export class SessionsRepository {
  private readonly found = new CombinedReads<string, RawRow>(async (keys) => {
    const rows = await this.database.queryLatest<RawRow>(...FIND(keys));
    return new Map(rows.map((row) => [row.session_key, row]));
  });

  constructor(
    private readonly database: Database,
    @InjectRepository(DjangoSession) private readonly rows: Repository<DjangoSession>,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /**
   * The row of exactly this key (the column's collation would also find it in another letter case). The first read of
   * a request: on a cluster a login or logout on another node must show, and what the request reads next be as new.
   */
  async find(key: string): Promise<SessionRow | null> {
    if (!STORABLE_KEY.test(key)) return null;
    const row = await this.found.find(key);
    return row ? this.toRow(row) : null;
  }

  /** @throws DuplicateKeyError when the key is taken */
  async insert(key: string, text: string, expireDate: Date): Promise<void> {
    await this.database.execute(
      'INSERT INTO django_session (session_key, session_data, expire_date) VALUES (?, ?, ?)',
      [key, text, this.time(expireDate)],
    );
  }

  /**
   * Replaces the payload if it still is what was read; one statement, so no lock outlives it.
   * @returns false when another request wrote in between, or deleted the row
   */
  async compareAndSet(key: string, read: string, text: string, expireDate: Date): Promise<boolean> {
    const result = await this.database.execute(
      `UPDATE django_session SET session_data = ?, expire_date = ?
        WHERE session_key = ? AND CAST(session_data AS BINARY) = CAST(? AS BINARY)`,
      [text, this.time(expireDate), key, read],
    );
    return result.affectedRows === 1;
  }

  /** Without this lock two merges would start from the same payload and the later undo the earlier. */
  async lock(tx: Tx, key: string): Promise<string | null> {
    const row = await tx.withRepository(this.rows).findOne({
      select: { sessionKey: true, sessionData: true },
      where: { sessionKey: key },
      lock: lockMode(tx),
    });
    return row?.sessionKey === key ? row.sessionData : null;
  }

  async update(tx: Tx, key: string, text: string, expireDate: Date): Promise<void> {
    await tx.query(
      'UPDATE django_session SET session_data = ?, expire_date = ? WHERE session_key = ?',
      [text, this.time(expireDate), key],
    );
  }

  /** The same, and the row has another key from then on; the old one stops working. */
  async move(tx: Tx, from: string, to: string, text: string, expireDate: Date): Promise<void> {
    await tx.query(
      'UPDATE django_session SET session_key = ?, session_data = ?, expire_date = ? WHERE session_key = ?',
      [to, text, this.time(expireDate), from],
    );
  }

  /** @returns false when there was no such row */
  async remove(key: string): Promise<boolean> {
    if (!STORABLE_KEY.test(key)) return false;
    const { affectedRows } = await this.database.execute(
      'DELETE FROM django_session WHERE session_key = ?',
      [key],
    );
    return affectedRows === 1;
  }

  /** Deletes in batches, so that no long lock stands in the way of logins. @returns how many */
  async removeExpired(now: Date): Promise<number> {
    let removed = 0;
    let last: number;
    do {
      const result = await this.database.execute(
        `DELETE FROM django_session WHERE expire_date < ? ORDER BY expire_date LIMIT ${DELETE_BATCH}`,
        [this.time(now)],
      );
      last = result.affectedRows;
      removed += last;
    } while (last === DELETE_BATCH);
    return removed;
  }

  /** Every row, latest expiry first, read in batches by the index on `expire_date`. */
  async *scan(): AsyncGenerator<SessionRow> {
    let last: RawRow | undefined;
    do {
      const batch = await this.batchAfter(last);
      for (const row of batch) yield this.toRow(row);
      last = batch.length === SCAN_BATCH ? batch.at(-1) : undefined;
    } while (last);
  }

  private batchAfter(last: RawRow | undefined): Promise<RawRow[]> {
    const after = last ? 'WHERE expire_date < ? OR (expire_date = ? AND session_key > ?)' : '';
    return this.database.query<RawRow>(
      `SELECT ${COLUMNS} FROM django_session ${after}
        ORDER BY expire_date DESC, session_key LIMIT ${SCAN_BATCH}`,
      last && [last.expire_date, last.expire_date, last.session_key],
    );
  }

  private toRow(row: RawRow): SessionRow {
    const expireDate = fromDatabaseTime(row.expire_date, this.config.django);
    return { sessionKey: row.session_key, text: row.session_data, expireDate };
  }

  private time(date: Date): string {
    return toDatabaseTime(date, this.config.django);
  }
}
