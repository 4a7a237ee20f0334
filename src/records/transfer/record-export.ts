import { Injectable } from '@nestjs/common';
import type { User } from '../../http/index.js';
import type { QueryParameters } from '../query/index.js';
import { SchemaChangedError } from '../records.errors.js';
import { RecordsService } from '../records.service.js';
import { columnsOf } from './columns.js';
import { exportPieces, type FileForm, refusePages } from './export.js';

/** The rows of a model as a file, in any number. */
@Injectable()
export class RecordExport {
  constructor(private readonly records: RecordsService) {}

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
      const { scope, fields, relations, views, next } = await this.records.page(
        user,
        label,
        parameters,
        place,
      );
      const columns = columnsOf(scope.model, fields, relations);
      const names = columns.map(({ name }) => name).join('\0');
      // Behind the header of another table the cells would stand in the wrong columns.
      if ((header ??= names) !== names) throw new SchemaChangedError(label);
      return { columns, rows: views, next };
    }, form);
  }
}
