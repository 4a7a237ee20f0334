import { Injectable, Logger } from '@nestjs/common';
import { toDomainError, type Tx } from '../database/index.js';
import { DomainError } from '../domain-error.js';
import { type Failure, toFailure } from '../http/index.js';
import type { Cells, Command, LockedRow } from './commands.js';
import { partOf } from './idempotency-key.js';
import { anyOf, keyField, keyIs, type SqlFragment } from './query/index.js';
import { type Conditions, RecordRows } from './record-rows.js';
import { RecordUnits } from './record-units.js';
import { RecordWritesRepository } from './record-writes.repository.js';
import type { UnitConditions } from './write-conditions.js';
import type { Writer, WriteScope } from './write-policy.js';
import type { Values } from './write-values.js';
import { NotAttemptedError, OperationFailedError } from './write.errors.js';

/** How answers name an operation. */
export interface OperationName {
  readonly index: number;
  readonly op: string;
  /** Of a batch over several models. */
  readonly model?: string;
}

/** An operation whose rights and values were checked before anything is asked of its row. */
export interface Step {
  readonly operation: OperationName;
  readonly scope: WriteScope;
  readonly note: string | undefined;
  readonly todo:
    | { readonly values: Values }
    | { readonly key: string; readonly command: Command; readonly conditions: Conditions };
}

/** Each operation may wait for its row; all of them together must still be answered. */
const LONGEST_MS = 30_000;

/** Several operations in one request, on rows of one or several models. */
@Injectable()
export class Batches {
  private readonly logger = new Logger(Batches.name);

  constructor(
    private readonly units: RecordUnits,
    private readonly rows: RecordRows,
    private readonly sql: RecordWritesRepository,
  ) {}

  /**
   * All operations in their order, or none. The locks of all rows are taken first, by label and then by ascending key: taken
   * one by one in the order of the operations, two batches over the same rows would wait for each other.
   * @param answer of an operation that was done; without a row, it deleted it
   * @throws OperationFailedError naming the first that failed
   */
  atomic<T>(
    steps: readonly Step[],
    writer: Writer<UnitConditions>,
    answer: (step: Step, row: LockedRow | undefined) => T,
  ): Promise<T[]> {
    const byLabel = new Map(steps.map(({ scope }) => [scope.model.label, scope]));
    const scopes = [...byLabel.keys()].sort().flatMap((label) => byLabel.get(label) ?? []);
    return this.units.run(scopes, writer, async (tx) => {
      const locked: LockedRows = new Map();
      for (const scope of scopes)
        locked.set(scope.model.label, await this.lockRows(tx, scope, steps));
      for (const scope of scopes) await scope.policy.beforeCreates?.(tx, newOnes(steps, scope));
      const answers: T[] = [];
      for (const step of steps) {
        const row = await named(step, () => this.perform(tx, locked, step));
        answers.push(answer(step, row));
      }
      return answers;
    });
  }

  /**
   * Each operation in a transaction of its own. Savepoints of one transaction would not do: a deadlock undoes the whole
   * transaction with the operations that were done, and every lock would be held to the end. Once the time is over, or the service
   * itself failed, the rest is not attempted.
   */
  async partial<Operation, Result>(
    operations: readonly Operation[],
    common: UnitConditions,
    {
      perform,
      failed,
    }: {
      perform: (operation: Operation, index: number, conditions: UnitConditions) => Promise<Result>;
      failed: (operation: Operation, index: number, failure: Failure) => Result;
    },
  ): Promise<Result[]> {
    const end = Date.now() + LONGEST_MS;
    const results: Result[] = [];
    let isOver = false;
    for (const [index, operation] of operations.entries()) {
      try {
        if (isOver || Date.now() > end) throw new NotAttemptedError();
        const idempotencyKey = partOf(common.idempotencyKey, index);
        results.push(await perform(operation, index, { ...common, idempotencyKey }));
      } catch (error) {
        const failure = toFailure(error);
        if (failure.code === 'internal_error') this.logger.error({ err: error }, 'a batch failed');
        isOver = failure.status >= 500;
        results.push(failed(operation, index, failure));
      }
    }
    return results;
  }

  /** By primary key. */
  private async lockRows(
    tx: Tx,
    scope: WriteScope,
    steps: readonly Step[],
  ): Promise<Map<string, LockedRow>> {
    const conditions = steps.flatMap(({ scope: { model }, todo }) =>
      model.label === scope.model.label && 'key' in todo ? (keyIs(todo.key, scope) ?? []) : [],
    );
    if (conditions.length === 0) return new Map();
    const any = anyOf(conditions);
    const keys = await this.sql.candidates(tx, scope, any, conditions.length);
    const rows = await this.rows.lockMatching(tx, scope, keys, any);
    return new Map(rows.map((row) => [row.key, row]));
  }

  private async perform(
    tx: Tx,
    locked: LockedRows,
    { scope, note, todo }: Step,
  ): Promise<LockedRow | undefined> {
    if ('values' in todo) return this.rows.insert(tx, scope, todo.values, { note });
    const { key, command, conditions } = todo;
    this.units.assertConditional(conditions);
    const ofModel = locked.get(scope.model.label) ?? new Map<string, LockedRow>();
    const condition = keyIs(key, scope);
    const row = condition && (await this.rowOf(tx, ofModel, scope, key, condition));
    if (!row) throw scope.policy.notFound(key);
    await this.rows.admit(tx, scope, [row], conditions);
    const { after } = await this.rows.write(tx, scope, [row], command, { note });
    const [present] = after;
    // Read again, it does not tell of the lease, which the next operation on it must meet as well.
    if (present) ofModel.set(row.key, { ...present, isLeased: row.isLeased });
    else ofModel.delete(row.key);
    return present;
  }

  /** Kept as it is after each operation; a row that an operation before this one made is found now. */
  private async rowOf(
    tx: Tx,
    locked: ReadonlyMap<string, LockedRow>,
    scope: WriteScope,
    text: string,
    condition: SqlFragment,
  ): Promise<LockedRow | undefined> {
    const isPrimary = keyField(scope.model) === scope.model.primaryKey;
    const known = isPrimary ? locked.get(text) : undefined;
    if (known) return known;
    const [key] = await this.sql.candidates(tx, scope, condition, 1);
    if (key === undefined) return undefined;
    return locked.get(key) ?? this.rows.lock(tx, scope, condition);
  }
}

/** By label and primary key. */
type LockedRows = Map<string, Map<string, LockedRow>>;

const newOnes = (steps: readonly Step[], { model }: WriteScope): Pick<Cells, 'has'>[] =>
  steps.flatMap(({ scope, todo }) =>
    scope.model.label === model.label && 'values' in todo ? [todo.values.cells] : [],
  );

/** Lock errors pass as they are: the whole unit is run again, or given up. */
async function named<T>({ operation, scope }: Step, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (isForTheUnit(error)) throw error;
    const known = scope.policy.refusal(error);
    throw known instanceof DomainError ? new OperationFailedError(operation, known) : known;
  }
}

/** What `Database` turns into its own errors or tries again: locks, conflicts, a line that broke, a schema that changed. */
function isForTheUnit(error: unknown): boolean {
  if (error instanceof DomainError) return false;
  const code = toDomainError(error)?.code;
  return code !== undefined && code !== 'duplicate_key' && code !== 'still_referenced';
}
