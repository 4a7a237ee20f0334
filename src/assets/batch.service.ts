import { Injectable } from '@nestjs/common';
import {
  Batches,
  type Command,
  RecordUnits,
  type BatchStep as Step,
  type UnitConditions,
  type WriteConditions,
} from '../records/index.js';
import { AssetScope } from './asset-scope.js';
import { type AssetView, etagOf } from './asset-view.js';
import { type Actor, viewOf } from './assets.service.js';
import { Custody } from './custody.js';
import type { Operation, OperationResult, RowOperation } from './dto/batch.dto.js';

/** Several operations on assets in one request. */
@Injectable()
export class AssetBatches {
  constructor(
    private readonly scope: AssetScope,
    private readonly units: RecordUnits,
    private readonly batches: Batches,
    private readonly custody: Custody,
  ) {}

  /** All operations in their order, or none. @throws OperationFailedError naming the first that failed */
  atomic(
    actor: Actor,
    operations: readonly Operation[],
    conditions: UnitConditions,
  ): Promise<OperationResult[]> {
    const steps = operations.map((operation, index): Step => {
      const { op, note } = operation;
      const step = { operation: { index, op }, scope: this.scope, note };
      if (operation.op === 'create')
        return { ...step, todo: { values: this.scope.valuesOf(operation.values) } };
      const todo = {
        key: String(operation.id),
        command: this.commandOf(operation),
        conditions: conditionsOf(operation, conditions),
      };
      return { ...step, todo };
    });
    return this.batches.atomic(steps, { actor, conditions }, ({ operation }, row) =>
      done(operation, row && viewOf(row)),
    );
  }

  /** Each operation in a transaction of its own. */
  partial(
    actor: Actor,
    operations: readonly Operation[],
    conditions: UnitConditions,
  ): Promise<OperationResult[]> {
    return this.batches.partial(operations, conditions, {
      perform: async (operation, index, common) =>
        done({ index, op: operation.op }, await this.perform(actor, operation, common)),
      failed: ({ op }, index, { details, ...failure }) => ({ ...details, ...failure, index, op }),
    });
  }

  private async perform(
    actor: Actor,
    operation: Operation,
    common: UnitConditions,
  ): Promise<AssetView | undefined> {
    const { scope, units } = this;
    const { note } = operation;
    if (operation.op === 'create') {
      const values = scope.valuesOf(operation.values);
      return units.create(scope, values, { actor, conditions: common, note }, viewOf);
    }
    const writer = { actor, conditions: conditionsOf(operation, common), note };
    const key = String(operation.id);
    if (operation.op !== 'delete')
      return units.change(scope, key, this.commandOf(operation), writer, viewOf);
    await units.remove(scope, key, writer);
    return undefined;
  }

  private commandOf(operation: RowOperation): Command {
    switch (operation.op) {
      case 'update':
        return { op: 'update', values: this.scope.valuesOf(operation.set) };
      case 'delete':
        return { op: 'delete' };
      case 'check-out':
        return this.custody.checkOut(operation);
      case 'check-in':
        return this.custody.checkIn();
      case 'transition':
        return this.custody.transition(operation.status);
    }
  }
}

/** What an operation that was done is answered with; without an asset it is gone. */
function done({ index, op }: Step['operation'], asset: AssetView | undefined): OperationResult {
  if (!asset) return { index, op, status: 204 };
  const status = op === 'create' ? 201 : 200;
  return { index, op, status, etag: etagOf(asset), asset };
}

/** What an operation is done under; how long to wait, and under which key, is said once, in the headers. */
function conditionsOf(
  { id, if_match, version, lease_token: leaseToken }: RowOperation,
  common: UnitConditions,
): WriteConditions {
  const ifMatch = version === undefined ? if_match : etagOf({ id, version });
  return { ...common, ifMatch, leaseToken };
}
