import { Injectable } from '@nestjs/common';
import { DuplicateKeyError, type Tx } from '../database/index.js';
import type { Asset } from './asset.entity.js';
import type { SqlFragment } from './lookups/index.js';

/** The columns whose values name one asset, and their indexes. */
const UNIQUE = {
  asset_tag: 'assets_asset_asset_tag_uniq',
  serial: 'assets_asset_serial_uniq',
} as const;

const FIELDS = ['asset_tag', 'serial'] as const;

/**
 * Texts that are equal but for spaces at their end. Most collations compare as if both sides were padded, so that a unique
 * index takes `T` and `T␠` for one. The newer ones of MySQL (`utf8mb4_0900_…`) and MariaDB's `…_nopad_…` do not: there SQL
 * may have written `T␠`, and the index would let `T` in beside it.
 */
@Injectable()
export class UniqueTextsRepository {
  /** Asked when it is first needed: a collation is not changed while we run. */
  private unpadded: boolean | undefined;

  /** The condition that a column has one of these values, spaces at the end aside, under every collation. */
  async isOneOf(
    tx: Tx,
    field: (typeof FIELDS)[number],
    values: readonly string[],
  ): Promise<SqlFragment> {
    const isAmong = (side: string) => `${side} IN (${values.map(() => '?').join(', ')})`;
    if (values.length === 0) return { sql: 'FALSE', params: [] };
    if (!(await this.isUnpadded(tx))) return { sql: isAmong(field), params: values };
    const bare = values.map((value) => value.replace(/ +$/, ''));
    // The first two are for the index; they also find `T␠x`.
    const spaced = bare.map(() => `${field} LIKE ?`).join(' OR ');
    const patterns = bare.map((value) => `${value.replace(/[\\%_]/g, '\\$&')} %`);
    return {
      sql: `(${isAmong(field)} OR ${spaced}) AND ${isAmong(`RTRIM(${field})`)}`,
      params: [...bare, ...patterns, ...bare],
    };
  }

  /**
   * Refuses what the unique indexes of a padding collation would.
   * @param rows what is to be written, into new assets or into the one of this id
   * @throws DuplicateKeyError
   */
  async refuseTwins(tx: Tx, rows: readonly Partial<Asset>[], id = 0): Promise<void> {
    for (const field of FIELDS) {
      const values = rows.map((row) => row[field]).filter((value) => typeof value === 'string');
      if (values.length === 0 || !(await this.isUnpadded(tx))) continue;
      const { sql, params } = await this.isOneOf(tx, field, values);
      const twins: unknown[] = await tx.query(
        `SELECT id FROM assets_asset WHERE ${sql} AND id <> ? LIMIT 1`,
        [...params, id],
      );
      if (twins.length > 0) throw new DuplicateKeyError(UNIQUE[field]);
    }
  }

  /** By name: MariaDB shows no PAD_ATTRIBUTE before 11. */
  private async isUnpadded(tx: Tx): Promise<boolean> {
    if (this.unpadded !== undefined) return this.unpadded;
    const columns: { collation: string }[] = await tx.query(
      `SELECT COLLATION_NAME AS collation FROM information_schema.COLUMNS
        WHERE TABLE_SCHEMA = DATABASE() AND TABLE_NAME = 'assets_asset' AND COLUMN_NAME IN (?)`,
      [FIELDS],
    );
    this.unpadded = columns.some(({ collation }) => /_0900_|_nopad_/.test(collation));
    return this.unpadded;
  }
}
