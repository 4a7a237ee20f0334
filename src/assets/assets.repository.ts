import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import type { Repository, SelectQueryBuilder } from 'typeorm';
import { CombinedReads, Database, lockClause, type Tx } from '../database/index.js';
import { isLeaseOn } from '../records/index.js';
import { ASSET_COLUMNS, type AssetRow, assignmentsOf, toAsset, toCells } from './asset-row.js';
import { Asset } from './asset.entity.js';
import { assetModel } from './asset.model.js';
import { UniqueTextsRepository } from './unique-texts.repository.js';

/** An asset whose row the transaction holds. */
export interface LockedAsset {
  readonly asset: Asset;
  /** Whether a lease is on it, whosever. */
  readonly isLeased: boolean;
}

const LEASE = isLeaseOn(assetModel.label, 'asset.id');

const SELECT = `SELECT ${ASSET_COLUMNS} FROM assets_asset asset WHERE asset.id`;
const READ = `${SELECT} = ?`;

/** The SQL about single rows of `assets_asset`; `AssetListRepository` has that of lists. */
@Injectable()
export class AssetsRepository {
  private readonly lockSql: Readonly<Record<'wait' | 'nowait', string>>;

  private readonly found = new CombinedReads<number, Asset>(async (ids) => {
    const rows = await this.database.query<AssetRow>(`${SELECT} IN (?)`, [ids]);
    return new Map(rows.map((row) => [row.id, toAsset(row)]));
  });

  constructor(
    private readonly database: Database,
    @InjectRepository(Asset) private readonly assets: Repository<Asset>,
    private readonly uniqueTexts: UniqueTextsRepository,
  ) {
    const locking = this.lockingQuery();
    const sql = () => locking.getQuery().replace('`lockstep_lease`', database.own.lease);
    this.lockSql = { wait: sql(), nowait: (locking.setOnLocked('nowait'), sql()) };
  }

  /** Lean SQL instead of `findOneBy`, which costs three times the CPU: this is the most frequent question. */
  async findById(id: number): Promise<Asset | null> {
    return (await this.found.find(id)) ?? null;
  }

  /**
   * Without this lock two writers decide on the same old row, and the later one undoes the earlier. The row's lease is
   * asked for by the same statement, which reads it when it has the asset's lock; the holder's row would be locked as
   * well, so it is not joined.
   */
  async lock(tx: Tx, id: number): Promise<LockedAsset | null> {
    const sql = tx.lockWait === 0 ? this.lockSql.nowait : this.lockSql.wait;
    const rows: (AssetRow & { leased_key: string | null })[] = await tx.query(sql, [
      ...LEASE.params,
      id,
    ]);
    const [row] = rows;
    if (!row) return null;
    const { leased_key, ...asset } = row;
    return { asset: toAsset(asset), isLeased: leased_key !== null };
  }

  /** Built once: TypeORM would write the statement anew for each request, at a good part of its cost (docs/performance.md). */
  private lockingQuery(): SelectQueryBuilder<Asset> {
    return this.assets
      .createQueryBuilder('asset')
      .select(ASSET_COLUMNS)
      .addSelect('lease.row_key', 'leased_key')
      .leftJoin('lockstep_lease', 'lease', LEASE.sql)
      .where('asset.id = ?')
      .setLock('pessimistic_write');
  }

  /** The row with what the triggers wrote; a plain read, because the transaction holds its lock. */
  async read(tx: Tx, id: number): Promise<Asset> {
    return onlyAsset(await tx.query<AssetRow[]>(READ, [id]));
  }

  /** @returns the id. @throws DuplicateValueError, DuplicateKeyError at the end of the transaction */
  async insert(tx: Tx, values: Partial<Asset>): Promise<number> {
    await this.uniqueTexts.refuseTwins(tx, [values]);
    const cells = toCells(tx, values);
    const { insertId }: { insertId: number } = await tx.query(
      `INSERT INTO assets_asset SET ${assignmentsOf(cells)}`,
      cells.flat(),
    );
    return insertId;
  }

  /** Rows with the same columns in one statement; a large number of them costs a tenth of single INSERTs. */
  async insertMany(
    tx: Tx,
    columns: readonly string[],
    rows: readonly (readonly unknown[])[],
  ): Promise<void> {
    await this.uniqueTexts.refuseTwins(
      tx,
      rows.map((row) => Object.fromEntries(columns.map((column, at) => [column, row[at]]))),
    );
    await tx.query('INSERT INTO assets_asset (??) VALUES ?', [columns, rows]);
  }

  /**
   * The largest number of a tag that begins so and goes on with eight digits; 0 when there is none. Descending through the
   * index, past the tags that only look so.
   */
  async lastNumberedTag(prefix: string): Promise<number> {
    const [row] = await this.database.query<{ digits: string }>(
      `SELECT RIGHT(asset_tag, 8) AS digits FROM assets_asset
        WHERE asset_tag LIKE ? AND RIGHT(asset_tag, 8) REGEXP '^[0-9]{8}$'
        ORDER BY asset_tag DESC LIMIT 1`,
      [`${prefix}________`],
    );
    return Number(row?.digits ?? 0);
  }

  /** Writes columns that were decided on under the lock; none is no write. @returns the row with what the triggers wrote */
  async update(tx: Tx, asset: Asset, columns: Partial<Asset>): Promise<Asset> {
    if (Object.keys(columns).length === 0) return asset;
    await this.uniqueTexts.refuseTwins(tx, [columns], asset.id);
    const { sql, params } = updateOf(tx, asset.id, columns);
    await tx.query(sql, params);
    return this.read(tx, asset.id);
  }

  /** The same as the last thing that its transaction does: where something is written, COMMIT goes with it. */
  async updateAndCommit(tx: Tx, asset: Asset, columns: Partial<Asset>): Promise<Asset> {
    if (Object.keys(columns).length === 0) return asset;
    await this.uniqueTexts.refuseTwins(tx, [columns], asset.id);
    const read = { sql: READ, params: [asset.id] };
    return onlyAsset(await tx.commitWith<AssetRow>(updateOf(tx, asset.id, columns), read));
  }

  async remove(tx: Tx, id: number): Promise<void> {
    await tx.getRepository(Asset).delete(id);
  }

  /** Takes the next number of the counter; its row stays locked until the transaction ends. */
  async nextTagNumber(tx: Tx): Promise<number> {
    const result: { insertId: number } = await tx.query(
      `UPDATE ${tx.own.counter} SET value = LAST_INSERT_ID(value + 1) WHERE name = 'asset_tag'`,
    );
    return result.insertId;
  }

  async lockTagCounter(tx: Tx): Promise<void> {
    await tx.query(
      `SELECT value FROM ${tx.own.counter} WHERE name = 'asset_tag' ${lockClause(tx)}`,
    );
  }

  /** @param value a number beyond the present one, whose row this transaction holds */
  async setTagNumber(tx: Tx, value: number): Promise<void> {
    await tx.query(`UPDATE ${tx.own.counter} SET value = ? WHERE name = 'asset_tag'`, [value]);
  }

  /**
   * At which places of the list the tags are taken. The column's collation compares, as its unique index does: `É-1` is
   * taken where somebody has `e-1`, which no comparison of ours would see.
   */
  async placesOfTaken(tx: Tx, tags: readonly string[]): Promise<ReadonlySet<number>> {
    const { sql, params } = await this.uniqueTexts.isOneOf(tx, 'asset_tag', tags);
    const rows: { place: number }[] = await tx.query(
      `SELECT FIELD(RTRIM(asset_tag), ?) - 1 AS place FROM assets_asset WHERE ${sql}`,
      [tags, ...params],
    );
    return new Set(rows.map(({ place }) => place));
  }
}

/**
 * Only these columns: a save of the whole row would undo what others changed. Lean SQL for
 * the same reason as the lock's. The version is the trigger's, as in `BY_TRIGGER`.
 */
function updateOf(tx: Tx, id: number, columns: Partial<Asset>) {
  const cells = toCells(tx, columns);
  return {
    sql: `UPDATE assets_asset SET ${assignmentsOf(cells)} WHERE id = ?`,
    params: [...cells.flat(), id],
  };
}

function onlyAsset([row]: readonly AssetRow[]): Asset {
  if (!row) throw new Error('an asset vanished while its row was locked');
  return toAsset(row);
}
