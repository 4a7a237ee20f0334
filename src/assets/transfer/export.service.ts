import { Injectable } from '@nestjs/common';
import { UserModel } from '../../database/index.js';
import {
  compileList,
  exportPieces,
  type FileFormat,
  pageOf,
  parseListQuery,
  type QueryParameters,
  refusePages,
  type Scope,
} from '../../records/index.js';
import { AssetListRepository } from '../asset-list.repository.js';
import { assetsBeside, namesOf } from '../asset.model.js';
import { listedView } from '../asset-view.js';
import { assetColumns } from './asset-columns.js';

/** Assets as a file, in any number. */
@Injectable()
export class ExportService {
  private readonly scope: Scope;

  constructor(
    private readonly assets: AssetListRepository,
    users: UserModel,
  ) {
    this.scope = assetsBeside(users);
  }

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
        const page = pageOf(await this.assets.list(compileList(query)), query);
        const fields = namesOf(query.fields);
        const rows = page.rows.map(listedView(fields));
        return { columns: assetColumns(fields), rows, next: page.next };
      },
      { format, bom },
    );
  }
}
