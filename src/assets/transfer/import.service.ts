import { Injectable } from '@nestjs/common';
import {
  Idempotency,
  importFile,
  type ImportSource,
  type ImportTarget,
  partOf,
  type RowReport,
  WORDS_BYTES,
  writeOnce,
} from '../../records/index.js';
import { AssetWrites } from '../asset-writes.js';
import { assetColumns } from './asset-columns.js';
import { ImportKeysRepository } from './import-keys.repository.js';
import type { ImportOptions } from './import-options.js';
import { bytesOf, check, type NamedRow } from './import-rows.js';
import { ImportWriter } from './import-writer.js';
import { Takings } from './takings.js';

const COLUMNS = assetColumns();

/** Brings a file of assets into the database. */
@Injectable()
export class ImportService {
  constructor(
    private readonly writer: ImportWriter,
    private readonly keys: ImportKeysRepository,
    private readonly writes: AssetWrites,
    private readonly idempotency: Idempotency,
  ) {}

  /** Reports on every row, as `importFile` does and throws. */
  async *run(source: ImportSource, options: ImportOptions): AsyncGenerator<RowReport[]> {
    const longest = (await this.keys.longestStatement()) - WORDS_BYTES;
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
        this.writes.unit(actor, { lockWait, idempotencyKey: undefined }, (tx) => {
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
