import { Injectable } from '@nestjs/common';
import { UserModel } from '../../database/index.js';
import { stringifyJson } from '../../exact-json.js';
import { listedView } from '../asset-view.js';
import { AssetListRepository } from '../asset-list.repository.js';
import {
  compileList,
  InvalidLookupError,
  pageOf,
  parseListQuery,
  type QueryParameters,
  type Scope,
} from '../../records/index.js';
import { assetsBeside, namesOf } from '../asset.model.js';
import { formatCsvHeader, formatCsvRow } from './csv.js';
import type { FileFormat } from './file-format.js';

/** Assets of the first statement, and of one at most: short for the server, and small in memory. */
const FIRST = 25;
const MOST = 200;

/** Characters of a piece, or nearly so: a caller who does not read leaves one in our memory. */
const PIECE = 256_000;

const BYTE_ORDER_MARK = '\ufeff';

/** An export has no pages. */
const NOT_HERE = ['limit', 'cursor', 'count'];

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
   * The text of the file, piece by piece; a slow reader holds no connection and no transaction. Each asset is as it is
   * when its piece is read; in the default order, by id, every asset that is there all the time comes just once.
   * @param parameters filters, `ordering` and `fields` of the list
   * @param bom begins CSV with a byte order mark, without which Excel takes it for another character set
   * @throws InvalidLookupError, and what `Database.query` throws
   */
  async *run(parameters: QueryParameters, format: FileFormat, bom = false): AsyncGenerator<string> {
    refusePages(parameters);
    let mark = bom ? BYTE_ORDER_MARK : '';
    let size = FIRST;
    let cursor: string | undefined;
    do {
      const piece = await this.piece({ ...parameters, limit: String(size), cursor }, format);
      if (piece.text !== '') yield mark + piece.text;
      mark = '';
      size = nextSize(size, piece.text.length);
      cursor = piece.next;
    } while (cursor !== undefined);
  }

  /** Keeps nothing but the text, of which the rows are many times the size. */
  private async piece(parameters: QueryParameters, format: FileFormat): Promise<Piece> {
    const query = parseListQuery(parameters, this.scope);
    const page = pageOf(await this.assets.list(compileList(query)), query);
    const fields = namesOf(query.fields);
    const views = page.rows.map(listedView(fields));
    const isFirst = parameters.cursor === undefined;
    const header = format === 'csv' && isFirst ? formatCsvHeader(fields) : '';
    const lines = views.map((view) =>
      format === 'csv' ? formatCsvRow(fields, view) : `${stringifyJson(view)}\n`,
    );
    return { text: header + lines.join(''), next: page.next ?? undefined };
  }
}

interface Piece {
  readonly text: string;
  /** The cursor of the piece behind it. */
  readonly next: string | undefined;
}

/** How long an asset is shows only when it was read: behind long ones the next piece has fewer. */
const nextSize = (size: number, characters: number): number =>
  characters > PIECE ? Math.max(1, size >> 1) : Math.min(MOST, 2 * size);

/** @throws InvalidLookupError */
function refusePages(parameters: QueryParameters): void {
  const parameter = NOT_HERE.find((name) => parameters[name] !== undefined);
  if (parameter !== undefined)
    throw new InvalidLookupError(`An export has no pages; leave ${parameter} out.`, { parameter });
}
