import { Injectable } from '@nestjs/common';
import { UserModel } from '../database/index.js';
import type { SessionDictionary } from '../http/index.js';
import {
  compileList,
  pageOf,
  parseListQuery,
  type QueryParameters,
  type Scope,
} from '../records/index.js';
import type { AssetList } from './asset-list-view.js';
import { listedView } from './asset-view.js';
import { AssetListRepository } from './asset-list.repository.js';
import { assetsBeside, FIELD_NAMES, namesOf } from './asset.model.js';

/** The session key under which the pages of Django keep the term of the last search. */
const SEARCH_KEY = 'key';
const MOST_FOUND = 50;

/** Many assets: lists with filters, and the page search. */
@Injectable()
export class AssetListService {
  private readonly scope: Scope;

  constructor(
    private readonly assets: AssetListRepository,
    users: UserModel,
  ) {
    this.scope = assetsBeside(users);
  }

  /** @throws InvalidLookupError, InvalidCursorError */
  async list(parameters: QueryParameters): Promise<AssetList> {
    const query = parseListQuery(parameters, this.scope);
    const compiled = compileList(query);
    const [rows, count] = await Promise.all([
      this.assets.list(compiled),
      query.count ? this.assets.count(compiled) : undefined,
    ]);
    const page = pageOf(rows, query);
    return {
      results: page.rows.map(listedView(namesOf(query.fields))),
      next: pathOf(parameters, page.next),
      previous: pathOf(parameters, page.previous),
      ...(count === undefined ? {} : { count }),
    };
  }

  /** Finds assets by a term and keeps it in the session; without one it repeats the search kept there. */
  async search(session: SessionDictionary, given: string | undefined) {
    if (given !== undefined) session.set(SEARCH_KEY, given);
    const kept = session.get(SEARCH_KEY);
    const key = typeof kept === 'string' ? kept : '';
    const found = key === '' ? [] : await this.assets.search(key, MOST_FOUND);
    return { key, results: found.map(listedView(FIELD_NAMES)) };
  }
}

function pathOf(parameters: QueryParameters, cursor: string | null): string | null {
  if (cursor === null) return null;
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(parameters))
    for (const text of [value ?? []].flat()) if (name !== 'cursor') search.append(name, text);
  search.set('cursor', cursor);
  return `/api/assets?${search.toString()}`;
}
