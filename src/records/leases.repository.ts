import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Database, type OwnTables, type Tx, UserModel } from '../database/index.js';
import type { SqlFragment } from './query/index.js';

/** A lease that is not over yet. */
export interface Lease {
  /** The label of the row's model. */
  readonly model: string;
  /** The row's primary key as text. */
  readonly key: string;
  /** The holder's key as text. */
  readonly holder_id: string;
  /** Null when the user is gone. */
  readonly holder_username: string | null;
  readonly token: string;
  /** The server's text, in UTC; null when a process of version 0.1 gave the lease. */
  readonly taken_at: string | null;
  /** The server's text, in UTC. */
  readonly expires_at: string;
  /** Rounded up. */
  readonly seconds_left: number;
}

type Stored = Omit<Lease, 'key'> & { readonly row_key: string };

/** Only the clock of the database counts: those of the processes may differ. */
const LIVE = 'lease.expires_at > UTC_TIMESTAMP(6)';

const selectWith = (users: UserModel, own: OwnTables): string => `
  SELECT lease.model, lease.row_key, lease.holder_id, ${users.column('holder', 'username')} AS holder_username, lease.token, lease.taken_at,
      lease.expires_at, CAST(CEIL(TIMESTAMPDIFF(MICROSECOND, UTC_TIMESTAMP(6), lease.expires_at) / 1000000) AS SIGNED) AS seconds_left
    FROM ${own.lease} lease ${users.leftJoinText('holder', 'lease.holder_id')}
   WHERE ${LIVE} AND lease.model = ? AND lease.row_key IN (?)`;

/** What the column `row_key` takes. */
const LONGEST_KEY = 255;

/**
 * A key as `row_key` has it: a longer one as its SHA-256 in hexadecimal digits, and so one with a blank at its end, which
 * the column would call equal to the same without.
 */
function storedKey(key: string): string {
  const fits = Array.from(key).length <= LONGEST_KEY && !key.endsWith(' ');
  return fits ? key : createHash('sha256').update(key).digest('hex');
}

/** The same in SQL: by bytes, for collations call other characters, and an empty text, equal to a blank. */
function storedKeySql(key: string): string {
  const text = `CONVERT(${key} USING utf8mb4)`;
  const fits = `CHAR_LENGTH(${text}) <= ${LONGEST_KEY} AND HEX(RIGHT(${text}, 1)) <> '20'`;
  return `CONVERT(IF(${fits}, ${text}, SHA2(${text}, 256)) USING utf8mb4) COLLATE utf8mb4_bin`;
}

/**
 * Whether `lease`, a row of `lockstep_lease`, is one on a row of the model and not over.
 * @param key SQL for the primary key of the row: the column, or an expression for what is its key as text
 */
export function isLeaseOn(model: string, key: string): SqlFragment {
  return {
    sql: `lease.model = ? AND lease.row_key = ${storedKeySql(key)} AND ${LIVE}`,
    params: [model],
  };
}

/** The condition that nobody has a lease on the row; `key` as in `isLeaseOn`. */
export function isNotLeased(own: OwnTables, model: string, key: string): SqlFragment {
  const { sql, params } = isLeaseOn(model, key);
  return { sql: `NOT EXISTS (SELECT 1 FROM ${own.lease} lease WHERE ${sql})`, params };
}

/** All SQL on `lockstep_lease`. A row changes only under the lock of what it is about, so plain reads under that lock hold. */
@Injectable()
export class LeasesRepository {
  private readonly select: string;

  constructor(
    private readonly database: Database,
    users: UserModel,
  ) {
    this.select = selectWith(users, database.own);
  }

  async find(model: string, key: string): Promise<Lease | null> {
    const [lease] = await this.database.query<Stored>(this.select, [model, [storedKey(key)]]);
    return lease ? named(lease, key) : null;
  }

  /** The leases on these rows, which the caller has locked, in the order of the keys. */
  async listOn(tx: Tx, model: string, keys: readonly string[]): Promise<Lease[]> {
    if (keys.length === 0) return [];
    const leases: Stored[] = await tx.query(this.select, [model, keys.map(storedKey)]);
    if (leases.length === 0) return [];
    const byKey = new Map(leases.map((lease) => [lease.row_key, lease]));
    return keys.flatMap((key) => {
      const lease = byKey.get(storedKey(key));
      return lease ? [named(lease, key)] : [];
    });
  }

  /**
   * The same before a write. Where other members of a cluster take writes as well, the write also writes the rows of the
   * leases, whether there are any: of it and a lease that is given there at the same moment the cluster undoes the later one,
   * which runs again and sees the other.
   * @param leased those of the keys on which the locks of the rows showed a lease; without it, all may have one
   */
  async listForWrite(
    tx: Tx,
    model: string,
    keys: readonly string[],
    leased: readonly string[] = keys,
  ): Promise<Lease[]> {
    if (!this.database.hasOtherWriters) return this.listOn(tx, model, leased);
    for (let at = 0; at < keys.length; at += CHUNK)
      await touch(tx, model, keys.slice(at, at + CHUNK));
    return this.listOn(tx, model, keys);
  }

  /**
   * A new lease, or a longer one when the token is the same. The caller has locked the row.
   * The columns are set from left to right, so the old token is asked for first.
   */
  async grant(
    tx: Tx,
    lease: Pick<Lease, 'model' | 'key' | 'holder_id' | 'token'>,
    seconds: number,
  ): Promise<void> {
    await tx.query(
      `INSERT INTO ${tx.own.lease} (model, row_key, holder_id, token, taken_at, expires_at)
        VALUES (?, ?, ?, ?, UTC_TIMESTAMP(6), UTC_TIMESTAMP(6) + INTERVAL ? SECOND)
        ON DUPLICATE KEY UPDATE taken_at = IF(token = ?, taken_at, UTC_TIMESTAMP(6)),
          holder_id = ?, token = ?, expires_at = UTC_TIMESTAMP(6) + INTERVAL ? SECOND`,
      [
        ...[lease.model, storedKey(lease.key), lease.holder_id, lease.token, seconds],
        ...[lease.token, lease.holder_id, lease.token, seconds],
      ],
    );
  }

  /** Also for the deletion of a row: one that gets its key later has no lease. */
  async remove(tx: Tx, model: string, keys: readonly string[]): Promise<void> {
    if (keys.length === 0) return;
    await tx.query(`DELETE FROM ${tx.own.lease} WHERE model = ? AND row_key IN (?)`, [
      model,
      keys.map(storedKey),
    ]);
  }

  /**
   * Those that are over mean nothing any more; their rows may be gone. In batches, so that no long lock stands in the way of
   * writes. @returns how many
   */
  async removeExpired(): Promise<number> {
    let removed = 0;
    let last: number;
    do {
      const { affectedRows } = await this.database.execute(
        `DELETE FROM ${this.database.own.lease} WHERE expires_at <= UTC_TIMESTAMP(6) ORDER BY expires_at LIMIT ${CHUNK}`,
      );
      last = affectedRows;
      removed += last;
    } while (last === CHUNK);
    return removed;
  }
}

const CHUNK = 500;

/** A change each time, for one that changes nothing is not sent to the cluster; a row of ours that is no lease is over. */
async function touch(tx: Tx, model: string, keys: readonly string[]): Promise<void> {
  const rows = keys.map(() => "(?, ?, '', '', UTC_TIMESTAMP(6))").join(', ');
  await tx.query(
    `INSERT INTO ${tx.own.lease} (model, row_key, holder_id, token, expires_at) VALUES ${rows}
      ON DUPLICATE KEY UPDATE expires_at =
        IF(expires_at > UTC_TIMESTAMP(6), expires_at + INTERVAL 1 MICROSECOND, UTC_TIMESTAMP(6))`,
    keys.flatMap((key) => [model, storedKey(key)]),
  );
}

function named({ row_key: _, ...lease }: Stored, key: string): Lease {
  return { ...lease, key };
}
