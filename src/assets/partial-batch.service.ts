import { Injectable, Logger } from '@nestjs/common';
import { annotate } from '../database/index.js';
import { toFailure } from '../http/index.js';
import { NotAttemptedError, partOf, type UnitConditions } from '../records/index.js';
import { AssetEdits } from './asset-edits.js';
import { type Actor, AssetWrites } from './asset-writes.js';
import type { Asset } from './asset.entity.js';
import { BatchOperations, conditionsOf, doneResult } from './batch-operations.js';
import type { Operation, OperationResult } from './dto/batch.dto.js';

/** Each operation may wait for its row; all of them together must still be answered. */
const LONGEST_MS = 30_000;

/**
 * A batch whose operations stand for themselves, each in a transaction of its own. Savepoints of one transaction would not
 * do: a deadlock undoes the whole transaction with the operations that were done, and every lock would be held to the end.
 */
@Injectable()
export class PartialBatchService {
  private readonly logger = new Logger(PartialBatchService.name);

  constructor(
    private readonly writes: AssetWrites,
    private readonly edits: AssetEdits,
    private readonly operations: BatchOperations,
  ) {}

  /** Once the time is over, or the service itself failed, the rest is not attempted. */
  async run(
    actor: Actor,
    operations: readonly Operation[],
    common: UnitConditions,
  ): Promise<OperationResult[]> {
    const end = Date.now() + LONGEST_MS;
    const results: OperationResult[] = [];
    for (const [index, operation] of operations.entries()) {
      const isOver = Date.now() > end || (results.at(-1)?.status ?? 0) >= 500;
      results.push(
        isOver
          ? failed(index, operation, new NotAttemptedError())
          : await this.attempt(actor, index, operation, common),
      );
    }
    return results;
  }

  private async attempt(
    actor: Actor,
    index: number,
    operation: Operation,
    common: UnitConditions,
  ): Promise<OperationResult> {
    try {
      return await this.perform(actor, index, operation, {
        ...common,
        idempotencyKey: partOf(common.idempotencyKey, index),
      });
    } catch (error) {
      const result = failed(index, operation, error);
      if (result.code === 'internal_error') this.logger.error({ err: error }, 'a batch failed');
      return result;
    }
  }

  private perform(
    actor: Actor,
    index: number,
    operation: Operation,
    common: UnitConditions,
  ): Promise<OperationResult> {
    const { note } = operation;
    const done = (asset: Asset | null): OperationResult => doneResult(index, operation, asset);
    if (operation.op === 'create')
      return this.writes.unit(actor, common, async (tx) => {
        if (note !== undefined) await annotate(tx, note);
        return done(await this.edits.insert(tx, operation.values));
      });
    const conditions = conditionsOf(operation, common);
    return this.writes.one(actor, operation.id, conditions, async (tx, asset) => {
      if (note !== undefined) await annotate(tx, note);
      return done(await this.operations.perform(tx, asset, operation));
    });
  }
}

function failed(index: number, { op }: Operation, error: unknown): OperationResult {
  const { details, ...failure } = toFailure(error);
  return { ...details, ...failure, index, op };
}
