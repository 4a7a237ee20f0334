import { Injectable } from '@nestjs/common';
import { listedView } from '../asset-view.js';
import { AssetListRepository } from '../asset-list.repository.js';
import {
  compileAssetQuery,
  InvalidLookupError,
  pageOf,
  parseAssetQuery,
  type QueryParameters,
} from '../lookups/index.js';
import { formatCsvHeader, formatCsvRow } from './csv.js';
import type { FileFormat } from './file-format.js';

/** Assets of one statement: short for the server, and small in memory also when each has long notes. */
const BATCH = '200';

/** An export has no pages. */
const NOT_HERE = ['limit', 'cursor', 'count'];

/** Assets as a file, in any number. */
@Injectable()
export class ExportService {
  constructor(private readonly assets: AssetListRepository) {}

  /**
   * The text of the file, piece by piece; a slow reader holds no connection and no transaction. Each asset is as it is
   * when its piece is read; in the default order, by id, every asset that is there all the time comes just once.
   * @param parameters filters, `ordering` and `fields` of the list
   * @throws InvalidLookupError, and what `Database.query` throws
   */
  async *run(parameters: QueryParameters, format: FileFormat): AsyncGenerator<string> {
    refusePages(parameters);
    let cursor: string | undefined;
    do {
      const query = parseAssetQuery({ ...parameters, limit: BATCH, cursor });
      const page = pageOf(await this.assets.list(compileAssetQuery(query)), query);
      const views = page.rows.map(listedView(query.fields));
      const header = format === 'csv' && cursor === undefined ? formatCsvHeader(query.fields) : '';
      const lines = views.map((view) =>
        format === 'csv' ? formatCsvRow(query.fields, view) : `${JSON.stringify(view)}\n`,
      );
      const text = header + lines.join('');
      if (text !== '') yield text;
      cursor = page.next ?? undefined;
    } while (cursor !== undefined);
  }
}

/** @throws InvalidLookupError */
function refusePages(parameters: QueryParameters): void {
  const parameter = NOT_HERE.find((name) => parameters[name] !== undefined);
  if (parameter !== undefined)
    throw new InvalidLookupError(`An export has no pages; leave ${parameter} out.`, { parameter });
}
