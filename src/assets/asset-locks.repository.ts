import { Injectable } from '@nestjs/common';
import { lockClause, type OwnTables, type Tx } from '../database/index.js';
import { isNotLeased, type SqlFragment } from '../records/index.js';
import { ASSET_COLUMNS, type AssetRow, assignmentsOf, toAsset, toCells } from './asset-row.js';
import { Asset } from './asset.entity.js';
import { assetModel } from './asset.model.js';
import { UniqueTextsRepository } from './unique-texts.repository.js';

/** Above 1000 values MariaDB turns an IN into a join, which locks the rows in the order of its temporary table. */
const CHUNK = 500;

/** What nobody edits under a lease either: it is passed over like a locked row. */
const freeOf = (own: OwnTables): SqlFragment => {
  const { sql, params } = isNotLeased(own, assetModel.label, 'asset.id');
  return { sql: `asset.status = 'in_stock' AND asset.assigned_to_id IS NULL AND ${sql}`, params };
};

/**
 * Locks on several rows, always through the primary key and by ascending id: a lock through any other index takes the
 * rows in that index's order, and two writers with different filters would wait for each other.
 */
@Injectable()
export class AssetLocksRepository {
  constructor(private readonly uniqueTexts: UniqueTextsRepository) {}

  /** The ids that match now, ascending; nothing is locked yet, so ask again under the lock. */
  async candidates(tx: Tx, filter: SqlFragment, limit: number): Promise<number[]> {
    const rows: { id: number }[] = await tx.query(
      `SELECT asset.id FROM assets_asset asset WHERE ${filter.sql} ORDER BY asset.id LIMIT ?`,
      [...filter.params, limit],
    );
    return rows.map(({ id }) => id);
  }

  /** The same among what is free, behind this id. */
  freeCandidates(tx: Tx, filter: SqlFragment, after: number, limit: number): Promise<number[]> {
    const { sql, params } = freeOf(tx.own);
    const free = {
      sql: `${sql} AND asset.id > ? AND ${filter.sql}`,
      params: [...params, after, ...filter.params],
    };
    return this.candidates(tx, free, limit);
  }

  /**
   * Locks those of the rows that still match. Without asking again, a row that another writer moved out of the filter
   * while we waited for it would be written all the same.
   * @param ids ascending
   */
  async lockMatching(tx: Tx, ids: readonly number[], filter: SqlFragment): Promise<Asset[]> {
    const locked: Asset[] = [];
    for (const chunk of chunksOf(ids))
      locked.push(...(await this.lock(tx, chunk, filter, CHUNK, lockClause(tx))));
    return locked;
  }

  /**
   * Locks at most `count` of the rows that are still free, and passes over those that somebody holds: he may be taking
   * them. The plan reads by id without sorting, so no row beyond `count` is locked.
   * @param ids ascending, at most one chunk
   */
  lockFree(
    tx: Tx,
    ids: readonly number[],
    filter: SqlFragment,
    count: number,
    locked: 'skip' | 'wait',
  ): Promise<Asset[]> {
    const { sql, params } = freeOf(tx.own);
    const free = {
      sql: `${sql} AND ${filter.sql}`,
      params: [...params, ...filter.params],
    };
    const clause = locked === 'skip' ? 'FOR UPDATE SKIP LOCKED' : lockClause(tx);
    return this.lock(tx, ids, free, count, clause);
  }

  /** Writes these columns into rows that are locked. @throws DuplicateValueError */
  async update(tx: Tx, ids: readonly number[], columns: Partial<Asset>): Promise<void> {
    await this.uniqueTexts.refuseTwins(tx, [columns], ids[0]);
    const cells = toCells(tx, columns);
    const sql = `UPDATE assets_asset SET ${assignmentsOf(cells)} WHERE id IN (?)`;
    for (const chunk of chunksOf(ids)) await tx.query(sql, [...cells.flat(), chunk]);
  }

  async remove(tx: Tx, ids: readonly number[]): Promise<void> {
    for (const chunk of chunksOf(ids)) await tx.getRepository(Asset).delete(chunk);
  }

  /** Rows with what the triggers wrote; a plain read of rows that are locked. */
  async read(tx: Tx, ids: readonly number[]): Promise<Asset[]> {
    const sql = `SELECT ${ASSET_COLUMNS} FROM assets_asset asset WHERE asset.id IN (?) ORDER BY asset.id`;
    const rows: AssetRow[] = [];
    for (const chunk of chunksOf(ids)) rows.push(...(await tx.query<AssetRow[]>(sql, [chunk])));
    return rows.map(toAsset);
  }

  private async lock(
    tx: Tx,
    ids: readonly number[],
    filter: SqlFragment,
    count: number,
    clause: string,
  ): Promise<Asset[]> {
    if (ids.length === 0) return [];
    const rows: AssetRow[] = await tx.query(
      `SELECT ${ASSET_COLUMNS} FROM assets_asset asset FORCE INDEX (PRIMARY)
        WHERE asset.id IN (?) AND ${filter.sql} ORDER BY asset.id LIMIT ? ${clause}`,
      [ids, ...filter.params, count],
    );
    return rows.map(toAsset);
  }
}

function chunksOf(ids: readonly number[]): number[][] {
  const count = Math.ceil(ids.length / CHUNK);
  return Array.from({ length: count }, (_, n) => ids.slice(n * CHUNK, (n + 1) * CHUNK));
}
