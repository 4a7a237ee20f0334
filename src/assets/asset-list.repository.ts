import { Injectable } from '@nestjs/common';
import { Database, type PlainRow } from '../database/index.js';
import { type CompiledList, selectWithin } from '../records/index.js';
import { FIELD_NAMES } from './asset.model.js';

const SEARCHED = ['name', 'asset_tag', 'serial', 'model', 'ip_address', 'mac_address'] as const;

/** A filter that no index helps reads every asset: that may not take the server away from the others. */
const SELECT = selectWithin(5);

/** The SQL of lists of `assets_asset`. */
@Injectable()
export class AssetListRepository {
  constructor(private readonly database: Database) {}

  /** One page and the row behind it; rows are what `columns` says. @throws QueryTimeoutError, InvalidRegexError */
  list({ columns, from, where, orderBy, limit }: CompiledList): Promise<PlainRow[]> {
    return this.database.queryPlain(
      `${SELECT} ${columns.join(', ')} FROM ${from} WHERE ${where.sql} ORDER BY ${orderBy} LIMIT ${limit}`,
      [...where.params],
    );
  }

  /** @throws QueryTimeoutError, InvalidRegexError */
  async count({ filters }: CompiledList): Promise<number> {
    const [row] = await this.database.query<{ n: number }>(
      `${SELECT} COUNT(*) AS n FROM assets_asset asset WHERE ${filters.sql}`,
      [...filters.params],
    );
    return row?.n ?? 0;
  }

  /** The page search: the term anywhere in a name, tag, serial, model or address. Rows are `FIELD_NAMES`. */
  search(term: string, limit: number): Promise<PlainRow[]> {
    const anywhere = `%${term.replace(/[\\%_]/g, '\\$&')}%`;
    const matches = SEARCHED.map((column) => `${column} LIKE ?`).join(' OR ');
    return this.database.queryPlain(
      `${SELECT} ${FIELD_NAMES.join(', ')} FROM assets_asset WHERE ${matches} ORDER BY id LIMIT ${limit}`,
      SEARCHED.map(() => anywhere),
    );
  }
}
