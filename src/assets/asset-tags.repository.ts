import { Injectable } from '@nestjs/common';
import { Database, lockClause, type Tx } from '../database/index.js';
import { UniqueTextsRepository } from './unique-texts.repository.js';

/** The SQL of automatic tags: the counter, and which tags are taken. */
@Injectable()
export class AssetTagsRepository {
  constructor(
    private readonly database: Database,
    private readonly uniqueTexts: UniqueTextsRepository,
  ) {}

  /** Takes the next number of the counter; its row stays locked until the transaction ends. */
  async next(tx: Tx): Promise<number> {
    const result: { insertId: number } = await tx.query(
      `UPDATE ${tx.own.counter} SET value = LAST_INSERT_ID(value + 1) WHERE name = 'asset_tag'`,
    );
    return result.insertId;
  }

  async lock(tx: Tx): Promise<void> {
    await tx.query(
      `SELECT value FROM ${tx.own.counter} WHERE name = 'asset_tag' ${lockClause(tx)}`,
    );
  }

  /** @param value a number beyond the present one, whose row this transaction holds */
  async set(tx: Tx, value: number): Promise<void> {
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

  /**
   * The largest number of a tag that begins so and goes on with eight digits; 0 when there is none. Descending through the
   * index, past the tags that only look so.
   */
  async lastNumbered(prefix: string): Promise<number> {
    const [row] = await this.database.query<{ digits: string }>(
      `SELECT RIGHT(asset_tag, 8) AS digits FROM assets_asset
        WHERE asset_tag LIKE ? AND RIGHT(asset_tag, 8) REGEXP '^[0-9]{8}$'
        ORDER BY asset_tag DESC LIMIT 1`,
      [`${prefix}________`],
    );
    return Number(row?.digits ?? 0);
  }
}
