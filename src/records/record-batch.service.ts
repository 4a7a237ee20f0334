import { Injectable } from '@nestjs/common';
import { DomainError } from '../domain-error.js';
import type { User } from '../http/index.js';
import { Batches, type Step } from './batch.js';
import type { Command } from './commands.js';
import type { RecordOperation, RecordOperationResult } from './dto/batch.dto.js';
import { RecordScopes, type Seen } from './record-scopes.js';
import { assertMay, RecordWrites, type Written, written } from './record-writes.service.js';
import { SchemaChangedError } from './records.errors.js';
import type { UnitConditions } from './write-conditions.js';
import { readNewValues, readValues } from './write-values.js';
import { OperationFailedError } from './write.errors.js';

/** Operations on rows of several models in one request. */
@Injectable()
export class RecordBatches {
  constructor(
    private readonly scopes: RecordScopes,
    private readonly batches: Batches,
    private readonly writes: RecordWrites,
  ) {}

  /** All operations in their order, or none. @throws OperationFailedError naming the first that failed */
  atomic(
    user: User,
    operations: readonly RecordOperation[],
    conditions: UnitConditions,
  ): Promise<RecordOperationResult[]> {
    const labels = [...new Set(operations.map(({ model }) => model))].sort();
    return this.scopes.onMany(user, labels, async (seen) => {
      const steps = operations.map((operation, index) => planned(index, operation, seen));
      return this.batches.atomic(steps, { actor: user, conditions }, (step, row) => {
        const isNew = 'values' in step.todo;
        return done(step.operation, row && written(step.scope, row, isNew));
      });
    });
  }

  /** Each operation in a transaction of its own. */
  partial(
    user: User,
    operations: readonly RecordOperation[],
    conditions: UnitConditions,
  ): Promise<RecordOperationResult[]> {
    return this.batches.partial(operations, conditions, {
      perform: async (operation, index, common) => {
        const { op, model } = operation;
        return done({ index, op, model }, await this.perform(user, operation, common));
      },
      failed: ({ op, model }, index, { details, ...failure }) => ({
        ...details,
        ...failure,
        index,
        op,
        model,
      }),
    });
  }

  private async perform(
    user: User,
    operation: RecordOperation,
    common: UnitConditions,
  ): Promise<Written | undefined> {
    const { model, note } = operation;
    if (operation.op === 'create')
      return this.writes.create(user, model, { values: operation.values, note }, common);
    const { key, if_match: ifMatch, lease_token: leaseToken } = operation;
    const conditions = { ...common, ifMatch, leaseToken };
    if (operation.op === 'update')
      return this.writes.change(user, model, key, { values: operation.set, note }, conditions);
    await this.writes.remove(user, model, key, conditions, note);
    return undefined;
  }
}

const RIGHT = { create: 'add', update: 'change', delete: 'delete' } as const;

/** @throws OperationFailedError with what `RecordWrites` throws before it begins a transaction */
function planned(index: number, operation: RecordOperation, seenOf: (label: string) => Seen): Step {
  const { op, model } = operation;
  try {
    return stepOf(index, operation, seenOf(model));
  } catch (error) {
    throw error instanceof DomainError
      ? new OperationFailedError({ index, op, model }, error)
      : error;
  }
}

function stepOf(index: number, operation: RecordOperation, seen: Seen): Step {
  const { op, model, note } = operation;
  const { scope } = seen;
  assertMay(seen, [RIGHT[op]]);
  const step = { operation: { index, op, model }, scope, note };
  if (operation.op === 'create') {
    if (seen.isUnfitToAdd) throw new SchemaChangedError(model);
    return { ...step, todo: { values: readNewValues(operation.values, scope) } };
  }
  const { key, if_match: ifMatch, lease_token: leaseToken } = operation;
  const command: Command =
    operation.op === 'delete'
      ? { op: 'delete' }
      : { op: 'update', values: readValues(operation.set, scope) };
  return { ...step, todo: { key, command, conditions: { ifMatch, leaseToken } } };
}

function done(
  { index, op, model = '' }: Step['operation'],
  row: Written | undefined,
): RecordOperationResult {
  if (!row) return { index, op, model, status: 204 };
  const { key, etag, view } = row;
  return { index, op, model, status: row.isNew ? 201 : 200, key, etag, record: view };
}
