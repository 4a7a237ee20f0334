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

/** What is read for a wish. */
interface Plan {
  readonly columns: readonly string[];
  /** The same for what reads the same of a model. */
  readonly name: string;
}

/** Reads that differ in nothing but the key. */
type Reads = CombinedReads<string, ShownRow>;

/** Single rows by what stands in a path; those of one turn of the event loop in one statement, and one for each relation. */
@Injectable()
export class RecordReads {
  /** By what they read. */
  private turn = new Map<Model, Map<string, Reads>>();

  private readonly plans = new WeakMap<Wish, Plan>();

  constructor(
    private readonly reader: RecordReader,
    private readonly records: RecordRepository,
    private readonly database: Database,
  ) {}

  /** @returns undefined where there is no such row */
  async find(key: string, wish: Wish): Promise<ShownRow | undefined> {
    const plan = this.planOf(wish);
    // A key may be written otherwise than in its row, as the column compares texts: only the database finds that one.
    return (
      (await this.combined(wish, plan).find(key)) ??
      (await this.read([key], wish, plan)).values().next().value
    );
  }

  /** A caller that always wishes the same gives the same object. */
  private planOf(wish: Wish): Plan {
    const plan = this.plans.get(wish) ?? newPlan(wish);
    this.plans.set(wish, plan);
    return plan;
  }

  private combined(wish: Wish, plan: Plan): Reads {
    if (this.turn.size === 0)
      setImmediate(() => {
        this.turn = new Map();
      });
    const reads = this.turn.get(wish.scope.model) ?? new Map<string, Reads>();
    this.turn.set(wish.scope.model, reads);
    const same = reads.get(plan.name) ?? new CombinedReads((keys) => this.read(keys, wish, plan));
    reads.set(plan.name, same);
    return same;
  }

  /** The rows by their keys as they show them. */
  private async read(
    keys: readonly string[],
    wish: Wish,
    { columns }: Plan,
  ): Promise<Map<string, ShownRow>> {
    const { scope } = wish;
    const field = keyField(scope.model);
    const conditions = keys.map((key) => keyIs(key, scope)).filter((one) => one !== undefined);
    if (!field || conditions.length === 0) return new Map();
    const keyAt = columns.indexOf(columnOf(scope.alias, field.column));
    const rows = await this.records.findAll(this.database, scope, anyOf(conditions), columns);
    const { views, tagsAt } = await this.reader.show(this.database, rows, wish, columns);
    return new Map(
      rows.map((row, at) => [
        String(shownValue(field, row[keyAt], scope.time)),
        { view: views[at] ?? {}, tags: tagsAt(at) },
      ]),
    );
  }
}

function newPlan(wish: Wish): Plan {
  const { scope, relations, expanded } = wish;
  const field = keyField(scope.model);
  const key = field ? [columnOf(scope.alias, field.column)] : [];
  const columns = [...new Set([...columnsOf(wish), ...key])];
  const names = [relations, expanded].map((ways) => ways.map(({ relation }) => relation.name));
  return { columns, name: JSON.stringify([columns, names]) };
}
