import { Injectable } from '@nestjs/common';
import { Database } from '../../database/index.js';
import type { User } from '../../http/index.js';
import { parseListQuery, type QueryParameters } from '../query/index.js';
import { RecordReader } from '../record-reader.js';
import { RecordScopes } from '../record-scopes.js';
import { NoKeyError, SchemaChangedError } from '../records.errors.js';
import { columnsOf } from './columns.js';
import {
  type ExportPage,
  exportPieces,
  type FileForm,
  type PagePlace,
  refusePages,
} from './export.js';

/** Rows of a table without a key, which are read at once or not at all. */
const MOST_WITHOUT_KEY = 10_000;

/** The rows of a model as a file, in any number. */
@Injectable()
export class RecordExport {
  constructor(
    private readonly scopes: RecordScopes,
    private readonly reader: RecordReader,
    private readonly database: Database,
  ) {}

  /**
   * The text of the file, piece by piece. Without an `ordering` the rows come by their key, so that every row that is there all the
   * time comes just once, whoever writes meanwhile.
   * @param user is asked about before each piece, whether they may still view the model
   * @param parameters filters, `ordering` and `fields` of the list
   * @throws ModelNotFoundError, InvalidLookupError, NoKeyError, SchemaChangedError
   */
  async *run(
    user: User,
    label: string,
    parameters: QueryParameters,
    form: FileForm,
  ): AsyncGenerator<string> {
    refusePages(parameters);
    let header: string | undefined;
    yield* exportPieces(async (place) => {
      const page = await this.page(user, label, parameters, place);
      const names = page.columns.map(({ name }) => name).join('\0');
      // Behind the header of another table the cells would stand in the wrong columns.
      if ((header ??= names) !== names) throw new SchemaChangedError(label);
      return page;
    }, form);
  }

  private page(
    user: User,
    label: string,
    parameters: QueryParameters,
    { cursor, limit }: PagePlace,
  ): Promise<ExportPage> {
    return this.scopes.on(user, label, async ({ scope }) => {
      // By the key, whatever the model's own order is: what a writer changes takes no row to another page.
      const byKey = { ...scope, model: { ...scope.model, ordering: [] } };
      const parsed = parseListQuery({ ...parameters, cursor }, byKey);
      const { isUnique } = parsed.ordering;
      const query = { ...parsed, limit: isUnique ? limit : MOST_WITHOUT_KEY };
      const page = await this.reader.page(this.database, query);
      if (!isUnique && page.next !== null) throw new NoKeyError(label, MOST_WITHOUT_KEY);
      const columns = columnsOf(scope.model, query.fields, query.relations);
      return { columns, rows: page.views, next: page.next };
    });
  }
}
