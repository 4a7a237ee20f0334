import { Injectable } from '@nestjs/common';
import { CombinedReads, Database } from '../database/index.js';
import { type Model, shownValue } from '../model/index.js';
import { anyOf, columnOf, keyField, keyIs } from './query/index.js';
import { columnsOf, RecordReader, type RecordView, type Wish } from './record-reader.js';
import { RecordRepository } from './record.repository.js';

/** A row as it is shown. */
export interface ShownRow {
  readonly view: Readonly<RecordView>;
  /** Of the present SECRET_KEY and, behind it, of older ones; none where no tag is wished. */
  readonly tags: readonly string[];
}

/** Reads that differ in nothing but the key. */
type Reads = CombinedReads<string, ShownRow>;

/** Single rows by what stands in a path; those of one turn of the event loop in one statement, and one for each relation. */
@Injectable()
export class RecordReads {
  /** By what they read. */
  private turn = new Map<Model, Map<string, Reads>>();

  constructor(
    private readonly reader: RecordReader,
    private readonly records: RecordRepository,
    private readonly database: Database,
  ) {}

  /** @returns undefined where there is no such row */
  async find(key: string, wish: Wish): Promise<ShownRow | undefined> {
    const columns = columnsOf(wish);
    // A key may be written otherwise than in its row, as the column compares texts: only the database finds that one.
    return (
      (await this.combined(wish, columns).find(key)) ??
      (await this.read([key], wish, columns)).values().next().value
    );
  }

  private combined(wish: Wish, columns: readonly string[]): Reads {
    if (this.turn.size === 0)
      setImmediate(() => {
        this.turn = new Map();
      });
    const reads = this.turn.get(wish.scope.model) ?? new Map<string, Reads>();
    this.turn.set(wish.scope.model, reads);
    const names = [
      wish.relations.map(({ relation }) => relation.name),
      wish.expanded.map(({ relation }) => relation.name),
    ];
    const what = JSON.stringify([columns, names]);
    const same = reads.get(what) ?? new CombinedReads((keys) => this.read(keys, wish, columns));
    reads.set(what, same);
    return same;
  }

  /** The rows by their keys as they show them. */
  private async read(
    keys: readonly string[],
    wish: Wish,
    columns: readonly string[],
  ): Promise<Map<string, ShownRow>> {
    const { scope } = wish;
    const field = keyField(scope.model);
    const conditions = keys.map((key) => keyIs(key, scope)).filter((one) => one !== undefined);
    if (!field || conditions.length === 0) return new Map();
    const own = columnOf(scope.alias, field.column);
    const all = [...new Set([...columns, own])];
    const rows = await this.records.findAll(this.database, scope, anyOf(conditions), all);
    const { views, tags } = await this.reader.show(this.database, rows, wish, all);
    return new Map(
      rows.map((row, at) => [
        String(shownValue(field, row[all.indexOf(own)], scope.time)),
        { view: views[at] ?? {}, tags: tags[at] ?? [] },
      ]),
    );
  }
}
