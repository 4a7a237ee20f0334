import { Injectable } from '@nestjs/common';
import { Database } from '../database/index.js';
import { passesIfNoneMatch, type User } from '../http/index.js';
import { shownValue } from '../model/index.js';
import { describeModel, pagePath, urlOf } from './describe.js';
import {
  InvalidLookupError,
  parseAggregate,
  parseExpand,
  parseFields,
  parseListQuery,
  type QueryParameters,
  single,
  toFlag,
} from './query/index.js';
import { RecordReader, type RecordView, type Wish } from './record-reader.js';
import { RecordReads } from './record-reads.js';
import { RecordScopes } from './record-scopes.js';
import { RecordRepository } from './record.repository.js';
import { RecordNotFoundError } from './records.errors.js';

export interface RecordList {
  readonly results: RecordView[];
  readonly next: string | null;
  readonly previous: string | null;
  readonly count?: number;
  /** With `etags=true`: those of the results. */
  readonly etags?: string[];
}

export interface Groups {
  readonly results: RecordView[];
  /** Whether there are more groups than `limit`. */
  readonly truncated: boolean;
}

/** One row, or the news that the caller has it already. */
export interface ReadRecord {
  readonly view: Readonly<RecordView> | undefined;
  /** Absent where the answer holds more than the row. */
  readonly etag?: string;
}

/** Reads the rows of models for a user. */
@Injectable()
export class RecordsService {
  constructor(
    private readonly scopes: RecordScopes,
    private readonly reader: RecordReader,
    private readonly reads: RecordReads,
    private readonly records: RecordRepository,
    private readonly database: Database,
  ) {}

  /** The models that the user may see. */
  async describe(user: User) {
    const seen = await this.scopes.list(user);
    return { results: seen.map(({ scope, allows }) => describeModel(scope, allows)) };
  }

  /** @throws ModelNotFoundError, InvalidLookupError, InvalidCursorError, SchemaChangedError */
  list(user: User, label: string, parameters: QueryParameters): Promise<RecordList> {
    return this.scopes.on(user, label, async ({ scope }) => {
      const { expand, etags, ...lookups } = parameters;
      const query = parseListQuery(lookups, scope);
      const expanded = parseExpand(single({ expand }, 'expand'), scope);
      const isTagged = toFlag(single({ etags }, 'etags') ?? 'false', 'etags');
      const { views, tags, next, previous, count } = await this.reader.page(this.database, {
        ...query,
        expanded,
        isTagged,
      });
      return {
        results: views,
        next: pagePath(urlOf(scope.model), parameters, next),
        previous: pagePath(urlOf(scope.model), parameters, previous),
        ...(count === undefined ? {} : { count }),
        ...(isTagged ? { etags: tags.map(([tag = '']) => tag) } : {}),
      };
    });
  }

  /** @throws ModelNotFoundError, RecordNotFoundError, InvalidLookupError, MalformedHeaderError, SchemaChangedError */
  read(
    user: User,
    label: string,
    key: string,
    { parameters, ifNoneMatch }: { parameters: QueryParameters; ifNoneMatch: string | undefined },
  ): Promise<ReadRecord> {
    return this.scopes.on(user, label, async ({ scope }) => {
      refuseOthers(parameters);
      const shown = parseFields(single(parameters, 'fields'), scope);
      const expanded = parseExpand(single(parameters, 'expand'), scope);
      // With rows of other models in it, the answer can change while the row does not.
      const wish: Wish = { ...shown, scope, expanded, isTagged: expanded.length === 0 };
      const row = await this.reads.find(key, wish);
      if (!row) throw new RecordNotFoundError(label, key);
      const { view, tags } = row;
      const [etag, ...older] = tags;
      if (etag === undefined) return { view };
      const isNews = [etag, ...older].every((tag) => passesIfNoneMatch(ifNoneMatch, tag));
      return { view: isNews ? view : undefined, etag };
    });
  }

  /** @throws ModelNotFoundError, InvalidLookupError, SchemaChangedError */
  aggregate(user: User, label: string, parameters: QueryParameters): Promise<Groups> {
    return this.scopes.on(user, label, async ({ scope }) => {
      const query = parseAggregate(parameters, scope);
      const rows = await this.records.aggregate(this.database, query);
      const views = rows
        .slice(0, query.limit)
        .map((row) =>
          Object.fromEntries(
            query.columns.map(({ name, field }, at) => [
              name,
              shownValue(field, row[at], scope.time),
            ]),
          ),
        );
      return { results: views, truncated: rows.length > query.limit };
    });
  }
}

/** @throws InvalidLookupError for a parameter that a single row does not take */
function refuseOthers(parameters: QueryParameters): void {
  const allowed = ['fields', 'expand'];
  const parameter = Object.keys(parameters).find((name) => !allowed.includes(name));
  if (parameter !== undefined)
    throw new InvalidLookupError(`${parameter} is not for a single row.`, { parameter, allowed });
}
