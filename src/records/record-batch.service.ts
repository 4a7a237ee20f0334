import { Injectable, Logger } from '@nestjs/common';
import { Database, toDomainError, type Tx } from '../database/index.js';
import { DomainError } from '../domain-error.js';
import { toFailure, type User } from '../http/index.js';
import type { Command } from './commands.js';
import type { RecordOperation, RecordOperationResult } from './dto/batch.dto.js';
import { partOf } from './idempotency-key.js';
import { Idempotency, type Outcome } from './idempotency.js';
import { anyOf, keyIs, type Scope, type SqlFragment } from './query/index.js';
import { type LockedRow, RecordRows } from './record-rows.js';
import { RecordScopes, type Seen } from './record-scopes.js';
import { assertMay, RecordWrites, type Written, written } from './record-writes.service.js';
import { RecordWritesRepository } from './record-writes.repository.js';
import { RecordNotFoundError, SchemaChangedError } from './records.errors.js';
import type { UnitConditions } from './write-conditions.js';
import { toRefusal } from './write-refusals.js';
import { readNewValues, readValues, type Values } from './write-values.js';
import { NotAttemptedError, OperationFailedError } from './write.errors.js';

/** Each operation may wait for its row; all of them together must still be answered. */
const LONGEST_MS = 30_000;

/** An operation whose rights and values were checked before anything is asked of its row. */
type Step = {
  readonly index: number;
  readonly operation: RecordOperation;
  readonly scope: Scope;
} & (
  | { readonly kind: 'create'; readonly values: Values }
  | {
      readonly kind: 'write';
      readonly command: Command;
      readonly condition: SqlFragment | undefined;
    }
);

/** Operations on rows of several models in one request. */
@Injectable()
export class RecordBatches {
  private readonly logger = new Logger(RecordBatches.name);

  constructor(
    private readonly scopes: RecordScopes,
    private readonly rows: RecordRows,
    private readonly sql: RecordWritesRepository,
    private readonly writes: RecordWrites,
    private readonly idempotency: Idempotency,
    private readonly database: Database,
  ) {}

  /**
   * All operations in their order, or none. The locks of all rows are taken first, by label and then by ascending key: taken
   * one by one in the order of the operations, two batches over the same rows would wait for each other.
   * @throws OperationFailedError naming the first that failed
   */
  atomic(
    user: User,
    operations: readonly RecordOperation[],
    { lockWait, idempotencyKey }: UnitConditions,
  ): Promise<Outcome<RecordOperationResult[]>> {
    const labels = [...new Set(operations.map(({ model }) => model))].sort();
    return this.scopes.onMany(user, labels, async (seen) => {
      const steps: Step[] = [];
      for (const [index, operation] of operations.entries())
        steps.push(await named(index, operation, () => planned(index, operation, seen)));
      const work = async (tx: Tx) => {
        const locked = await this.lockRows(tx, labels, steps);
        const results: RecordOperationResult[] = [];
        for (const step of steps)
          results.push(
            await named(
              step.index,
              step.operation,
              () => this.perform(tx, locked, step),
              step.scope,
            ),
          );
        return results;
      };
      return this.database.inTransaction(
        (tx) => this.idempotency.once(tx, user, idempotencyKey, () => work(tx)),
        { actorId: user.id, lockWait },
      );
    });
  }

  /**
   * Each operation in a transaction of its own. Savepoints of one transaction would not do: a deadlock undoes the whole
   * transaction with the operations that were done. Once the time is over, or the service itself failed, the rest is not attempted.
   */
  async partial(
    user: User,
    operations: readonly RecordOperation[],
    common: UnitConditions,
  ): Promise<RecordOperationResult[]> {
    const end = Date.now() + LONGEST_MS;
    const results: RecordOperationResult[] = [];
    for (const [index, operation] of operations.entries()) {
      const isOver = Date.now() > end || (results.at(-1)?.status ?? 0) >= 500;
      results.push(
        isOver
          ? failed(index, operation, new NotAttemptedError())
          : await this.attempt(user, index, operation, {
              ...common,
              idempotencyKey: partOf(common.idempotencyKey, index),
            }),
      );
    }
    return results;
  }

  private async attempt(
    user: User,
    index: number,
    operation: RecordOperation,
    common: UnitConditions,
  ): Promise<RecordOperationResult> {
    const { model, note } = operation;
    try {
      if (operation.op === 'create') {
        const body = { values: operation.values, note };
        const { answer } = await this.writes.create(user, model, body, common);
        return done(index, operation, answer);
      }
      const { key, if_match: ifMatch, lease_token: leaseToken } = operation;
      const conditions = { ...common, ifMatch, leaseToken };
      if (operation.op === 'delete') {
        await this.writes.remove(user, model, key, conditions, note);
        return done(index, operation, undefined);
      }
      const body = { values: operation.set, note };
      const { answer } = await this.writes.change(user, model, key, body, conditions);
      return done(index, operation, answer);
    } catch (error) {
      const result = failed(index, operation, error);
      if (result.code === 'internal_error') this.logger.error({ err: error }, 'a batch failed');
      return result;
    }
  }

  /** By label and primary key. */
  private async lockRows(
    tx: Tx,
    labels: readonly string[],
    steps: readonly Step[],
  ): Promise<LockedRows> {
    const locked: LockedRows = new Map();
    for (const label of labels) {
      const own = steps.filter(({ scope }) => scope.model.label === label);
      const conditions = own.flatMap((step) =>
        step.kind === 'write' ? (step.condition ?? []) : [],
      );
      const [first] = own;
      if (!first || conditions.length === 0) continue;
      const any = anyOf(conditions);
      const keys = await this.sql.candidates(tx, first.scope, any, conditions.length);
      const rows = await this.rows.lockMatching(tx, first.scope, keys, any);
      locked.set(label, new Map(rows.map((row) => [row.key, row])));
    }
    return locked;
  }

  private async perform(tx: Tx, locked: LockedRows, step: Step): Promise<RecordOperationResult> {
    const { index, operation, scope } = step;
    const options = { ...this.writes.stamped(), note: operation.note };
    if (step.kind === 'create') {
      const row = await this.rows.insert(tx, scope, step.values, options);
      return done(index, operation, written(scope, row, true));
    }
    if (operation.op === 'create') throw new Error('a create has no row');
    const { model, key, if_match: ifMatch, lease_token: leaseToken } = operation;
    this.writes.assertConditional({ ifMatch });
    const row = step.condition && (await this.rowOf(tx, locked, scope, step.condition));
    if (!row) throw new RecordNotFoundError(model, key);
    await this.rows.admit(tx, scope, [row], { ifMatch, leaseToken });
    const { after } = await this.rows.write(tx, scope, [row], step.command, options);
    const [present] = after;
    const ofModel = locked.get(model) ?? new Map<string, LockedRow>();
    locked.set(model, ofModel);
    // Read again, it does not tell of the lease, which the next operation on it must meet as well.
    if (present) ofModel.set(row.key, { ...present, isLeased: row.isLeased });
    else ofModel.delete(row.key);
    return done(index, operation, present && written(scope, present, false));
  }

  /** Kept as it is after each operation; a row that an operation before this one made is found now. */
  private async rowOf(
    tx: Tx,
    locked: LockedRows,
    scope: Scope,
    condition: SqlFragment,
  ): Promise<LockedRow | undefined> {
    const [key] = await this.sql.candidates(tx, scope, condition, 1);
    if (key === undefined) return undefined;
    return locked.get(scope.model.label)?.get(key) ?? this.rows.lock(tx, scope, condition);
  }
}

type LockedRows = Map<string, Map<string, LockedRow>>;

const RIGHT = { create: 'add', update: 'change', delete: 'delete' } as const;

/** @throws what `RecordWrites` throws before it begins a transaction */
function planned(index: number, operation: RecordOperation, seenOf: (label: string) => Seen): Step {
  const seen = seenOf(operation.model);
  const { scope } = seen;
  assertMay(seen, [RIGHT[operation.op]]);
  const step = { index, operation, scope };
  if (operation.op === 'create' && seen.isUnfitToAdd) throw new SchemaChangedError(operation.model);
  if (operation.op === 'create')
    return { ...step, kind: 'create', values: readNewValues(operation.values, scope) };
  const condition = keyIs(operation.key, scope);
  const command: Command =
    operation.op === 'delete'
      ? { op: 'delete' }
      : { op: 'update', values: readValues(operation.set, scope) };
  return { ...step, kind: 'write', command, condition };
}

/** Lock errors pass as they are: the whole unit is run again, or given up. */
async function named<T>(
  index: number,
  { op, model }: RecordOperation,
  work: () => T | Promise<T>,
  scope?: Scope,
): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (isForTheUnit(error)) throw error;
    const known = scope ? toRefusal(error, scope.model) : error;
    throw known instanceof DomainError
      ? new OperationFailedError({ index, op, model }, known)
      : known;
  }
}

/** What `Database` turns into its own errors or tries again: locks, conflicts, a line that broke, a schema that changed. */
function isForTheUnit(error: unknown): boolean {
  if (error instanceof DomainError) return false;
  const code = toDomainError(error)?.code;
  return code !== undefined && code !== 'duplicate_key' && code !== 'still_referenced';
}

function done(
  index: number,
  { op, model }: RecordOperation,
  row: Written | undefined,
): RecordOperationResult {
  if (!row) return { index, op, model, status: 204 };
  const { key, etag, view } = row;
  return { index, op, model, status: row.isNew ? 201 : 200, key, etag, record: view };
}

function failed(
  index: number,
  { op, model }: RecordOperation,
  error: unknown,
): RecordOperationResult {
  const { details, ...failure } = toFailure(error);
  return { ...details, ...failure, index, op, model };
}
