import { Injectable } from '@nestjs/common';
import { Database } from '../database/index.js';
import type { SessionDictionary } from '../http/index.js';
import {
  containing,
  pagePath,
  parseListQuery,
  type QueryParameters,
  RecordReader,
} from '../records/index.js';
import type { AssetList } from './asset-list-view.js';
import { AssetScope } from './asset-scope.js';
import { type AssetView, toAssetView } from './asset-view.js';
import { FIELDS } from './asset.model.js';

/** The session key under which the pages of Django keep the term of the last search. */
const SEARCH_KEY = 'key';
const MOST_FOUND = 50;

const PATH = '/api/assets';

const SEARCHED = ['name', 'asset_tag', 'serial', 'model', 'ip_address', 'mac_address'] as const;

/** Many assets: lists with filters, and the page search. */
@Injectable()
export class AssetListService {
  constructor(
    private readonly scope: AssetScope,
    private readonly reader: RecordReader,
    private readonly database: Database,
  ) {}

  /** @throws InvalidLookupError, InvalidCursorError */
  async list(parameters: QueryParameters): Promise<AssetList> {
    const { scope } = this;
    const query = parseListQuery(parameters, scope);
    const { views, next, previous, count } = await this.reader.page(this.database, query);
    return {
      results: views.map(toAssetView),
      next: pagePath(PATH, parameters, next),
      previous: pagePath(PATH, parameters, previous),
      ...(count === undefined ? {} : { count }),
    };
  }

  /** Finds assets by a term and keeps it in the session; without one it repeats the search kept there. */
  async search(session: SessionDictionary, given: string | undefined) {
    if (given !== undefined) session.set(SEARCH_KEY, given);
    const kept = session.get(SEARCH_KEY);
    const key = typeof kept === 'string' ? kept : '';
    return { key, results: key === '' ? [] : await this.containing(key) };
  }

  /** The term anywhere in a name, tag, serial, model or address. */
  private async containing(term: string): Promise<AssetView[]> {
    const fields = SEARCHED.map((name) => FIELDS[name]);
    const filters = { ...containing(term, fields, this.scope), fixed: null };
    const query = { ...parseListQuery({}, this.scope), filters, limit: MOST_FOUND };
    const { views } = await this.reader.page(this.database, query);
    return views.map(toAssetView);
  }
}
