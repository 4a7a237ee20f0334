import { Injectable } from '@nestjs/common';
import { Database, type Tx } from '../../database/index.js';
import { parseListQuery, RecordReader } from '../../records/index.js';
import { AssetScope } from '../asset-scope.js';
import { type AssetView, toAssetView } from '../asset-view.js';

/** The columns with a unique index. */
export type UniqueField = 'asset_tag' | 'serial';

/** How the database compares a text with others of a list: two texts are equal that have the same number. */
export interface Comparison {
  /** Equal to the column's collation, and so to its unique index. */
  readonly key: number;
  /**
   * Other spellings of one text: case, accents, spaces at the end. A collation of before Unicode 5.2 also takes texts for equal
   * that have nothing in common: to `utf8mb4_general_ci` all emoji are one letter.
   */
  readonly spelling: number;
}

/** On MySQL and MariaDB alike, of every version, with a weight for every character. */
const SPELLING = 'utf8mb4_unicode_520_ci';

/** The SQL of an import: which assets its rows mean. */
@Injectable()
export class ImportKeysRepository {
  constructor(
    private readonly database: Database,
    private readonly scope: AssetScope,
    private readonly reader: RecordReader,
  ) {}

  /** The assets whose field has one of these values, by its collation; nothing is locked. */
  async find(field: UniqueField, values: readonly string[]): Promise<AssetView[]> {
    const sql = `asset.${field} IN (${values.map(() => '?').join(', ')})`;
    const filters = { sql, params: values, fixed: null };
    const query = { ...parseListQuery({}, this.scope), filters, limit: values.length };
    const { views } = await this.reader.page(this.database, query);
    return views.map(toAssetView);
  }

  /** How the column of this field compares these texts, in their order; also outside of a transaction. */
  async compare(
    tx: Tx | undefined,
    field: UniqueField,
    texts: readonly string[],
  ): Promise<Comparison[]> {
    if (texts.length === 0) return [];
    const column = await this.column(tx, field);
    const text = `CONVERT(text USING ${column.charset}) COLLATE ${column.collation}`;
    return this.rows(
      tx,
      `SELECT CAST(MIN(place) OVER (PARTITION BY ${text}) AS UNSIGNED) AS \`key\`,
              CAST(MIN(place) OVER (PARTITION BY text COLLATE ${SPELLING}) AS UNSIGNED) AS spelling
         FROM JSON_TABLE(?, '$[*]' COLUMNS (
                place FOR ORDINALITY,
                text varchar(1000) CHARACTER SET utf8mb4 PATH '$')) given
        ORDER BY place`,
      [JSON.stringify(texts)],
    );
  }

  /** Asked each time: somebody may convert the table while we run. */
  private async column(tx: Tx | undefined, field: UniqueField) {
    const [column] = await this.rows<{ charset: string; collation: string }>(
      tx,
      `SELECT character_set_name AS charset, collation_name AS collation
         FROM information_schema.columns
        WHERE table_schema = DATABASE() AND table_name = 'assets_asset' AND column_name = ?`,
      [field],
    );
    if (!column) throw new Error(`assets_asset has no column ${field}`);
    return column;
  }

  private rows<T>(tx: Tx | undefined, sql: string, params: unknown[]): Promise<T[]> {
    return tx ? tx.query<T[]>(sql, params) : this.database.query<T>(sql, params);
  }
}
