import { Injectable } from '@nestjs/common';
import { Database } from '../../database/index.js';
import {
  exportPieces,
  type FileFormat,
  parseListQuery,
  type QueryParameters,
  RecordReader,
  refusePages,
} from '../../records/index.js';
import { AssetScope } from '../asset-scope.js';
import { namesOf } from '../asset.model.js';
import { toAssetView } from '../asset-view.js';
import { assetColumns } from './asset-columns.js';

/** Assets as a file, in any number. */
@Injectable()
export class ExportService {
  constructor(
    private readonly scope: AssetScope,
    private readonly reader: RecordReader,
    private readonly database: Database,
  ) {}

  /**
   * The text of the file, piece by piece, as `exportPieces` gives it; in the default order, by id, every asset that is there all
   * the time comes just once.
   * @param parameters filters, `ordering` and `fields` of the list
   * @throws InvalidLookupError, and what `Database.query` throws
   */
  async *run(parameters: QueryParameters, format: FileFormat, bom = false): AsyncGenerator<string> {
    refusePages(parameters);
    yield* exportPieces(
      async ({ cursor, limit }) => {
        const query = { ...parseListQuery({ ...parameters, cursor }, this.scope), limit };
        const { views, next } = await this.reader.page(this.database, query);
        return { columns: assetColumns(namesOf(query.fields)), rows: views.map(toAssetView), next };
      },
      { format, bom },
    );
  }
}
