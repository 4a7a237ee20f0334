import { Injectable } from '@nestjs/common';
import { Database } from '../../database/index.js';
import {
  Idempotency,
  importFile,
  type ImportSource,
  type ImportTarget,
  partOf,
  RecordUnits,
  type RowReport,
  WORDS_BYTES,
  writeOnce,
} from '../../records/index.js';
import { AssetScope } from '../asset-scope.js';
import { assetColumns } from './asset-columns.js';
import type { ImportOptions } from './import-options.js';
import { bytesOf, check, type NamedRow } from './import-rows.js';
import { ImportWriter } from './import-writer.js';
import { Takings } from './takings.js';

const COLUMNS = assetColumns();

/** Each batch has a key of its own, which the writer asks. */
const NO_KEY = { idempotencyKey: undefined };

/** Brings a file of assets into the database. */
@Injectable()
export class ImportService {
  constructor(
    private readonly scope: AssetScope,
    private readonly writer: ImportWriter,
    private readonly units: RecordUnits,
    private readonly idempotency: Idempotency,
    private readonly database: Database,
  ) {}

  /** Reports on every row, as `importFile` does and throws. */
  async *run(source: ImportSource, options: ImportOptions): AsyncGenerator<RowReport[]> {
    const longest = this.database.largestStatement - WORDS_BYTES;
    yield* importFile(this.target(options, longest), source, options);
  }

  private target(
    { actor, key, idempotencyKey }: ImportOptions,
    longest: number,
  ): ImportTarget<NamedRow> {
    return {
      columns: COLUMNS,
      longest,
      check: (row) => check(row, key),
      bytesOf,
      refused: (rows) => this.writer.refused(rows, key),
      transaction: ({ lockWait, takes }, work) =>
        this.units.run([this.scope], { actor, conditions: { ...NO_KEY, lockWait } }, (tx) => {
          const takings = new Takings(takes);
          const settings = { key, longest, takings };
          const once = async (part: number, write: () => Promise<RowReport[]>) => {
            const named = partOf(idempotencyKey, part);
            const { answer, isReplayed } = await this.idempotency.once(tx, actor, named, write);
            if (isReplayed) idempotencyKey?.markReplayed();
            return answer;
          };
          return work({
            write: (rows) => writeOnce(rows, once, (some) => this.writer.write(tx, some, settings)),
            get unpaid() {
              return takings.unpaid;
            },
          });
        }),
    };
  }
}
