import { Injectable } from '@nestjs/common';
import type { Tx } from '../database/index.js';
import type { Columns } from './asset.model.js';
import { DuplicateValueError } from './assets.errors.js';
import type { SqlFragment } from '../records/index.js';

/** The columns whose values name one asset. */
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
   * @param rows what is to be written, into new assets or into those with these ids
   * @throws DuplicateValueError
   */
  async refuseTwins(tx: Tx, rows: readonly Columns[], ids: readonly string[]): Promise<void> {
    for (const field of FIELDS) {
      const values = rows.map((row) => row[field]).filter((value) => typeof value === 'string');
      if (values.length === 0 || !(await this.isUnpadded(tx))) continue;
      const { sql, params } = await this.isOneOf(tx, field, values);
      const twins: unknown[] = await tx.query(
        `SELECT id FROM assets_asset WHERE ${sql} AND id NOT IN (?) LIMIT 1`,
        [...params, ['0', ...ids]],
      );
      if (twins.length > 0) throw new DuplicateValueError(field);
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
