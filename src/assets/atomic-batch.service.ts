import { Injectable } from '@nestjs/common';
import { annotate, type Tx } from '../database/index.js';
import { DomainError } from '../domain-error.js';
import { OperationFailedError, type UnitConditions } from '../records/index.js';
import { AssetEdits } from './asset-edits.js';
import { AssetLocksRepository } from './asset-locks.repository.js';
import { AssetTags } from './asset-tags.js';
import { type Actor, AssetWrites } from './asset-writes.js';
import type { Asset } from './asset.entity.js';
import { AssetNotFoundError, toDuplicateValue, toStillReferenced } from './assets.errors.js';
import { BatchOperations, conditionsOf, doneResult } from './batch-operations.js';
import type { Operation, OperationResult } from './dto/batch.dto.js';

const EVERY = { sql: 'TRUE', params: [] };

/** A batch in one transaction. */
@Injectable()
export class AtomicBatchService {
  constructor(
    private readonly writes: AssetWrites,
    private readonly locks: AssetLocksRepository,
    private readonly tags: AssetTags,
    private readonly edits: AssetEdits,
    private readonly operations: BatchOperations,
  ) {}

  /**
   * All operations in their order, or none. The locks of all rows are taken first, by ascending id: taken one by one in
   * the order of the operations, two batches over the same rows would wait for each other.
   * @throws OperationFailedError naming the first that failed
   */
  run(
    actor: Actor,
    operations: readonly Operation[],
    common: UnitConditions,
  ): Promise<OperationResult[]> {
    const isNoted = operations.some(({ note }) => note !== undefined);
    return this.writes.unit(actor, common, async (tx) => {
      const rows = await this.lockRows(tx, operations);
      if (operations.some(needsTag)) await this.tags.lock(tx);
      const results: OperationResult[] = [];
      for (const [index, operation] of operations.entries()) {
        if (isNoted) await annotate(tx, operation.note ?? null);
        const asset = await named(index, operation, () =>
          this.perform(tx, rows, operation, common),
        );
        results.push(doneResult(index, operation, asset));
      }
      return results;
    });
  }

  private async lockRows(tx: Tx, operations: readonly Operation[]): Promise<Map<number, Asset>> {
    const ids = new Set(operations.flatMap((one) => (one.op === 'create' ? [] : [one.id])));
    const ascending = [...ids].sort((a, b) => a - b);
    const rows = await this.locks.lockMatching(tx, ascending, EVERY);
    return new Map(rows.map((row) => [row.id, row]));
  }

  /** @param rows what is locked; kept as it is after each operation, for the next one on the same row */
  private async perform(
    tx: Tx,
    rows: Map<number, Asset>,
    operation: Operation,
    common: UnitConditions,
  ): Promise<Asset | null> {
    if (operation.op === 'create') return this.edits.insert(tx, operation.values);
    const conditions = conditionsOf(operation, common);
    this.writes.assertConditional(conditions);
    const asset = rows.get(operation.id);
    if (!asset) throw new AssetNotFoundError(operation.id);
    await this.writes.admit(tx, [asset], conditions);
    const after = await this.operations.perform(tx, asset, operation);
    if (after) rows.set(operation.id, after);
    else rows.delete(operation.id);
    return after;
  }
}

const needsTag = (operation: Operation): boolean =>
  operation.op === 'create' && operation.values.asset_tag === undefined;

/** Lock errors pass as they are: the whole unit is run again, or given up. */
async function named<T>(index: number, { op }: Operation, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    const known = toDuplicateValue(error) ?? toStillReferenced(error) ?? error;
    throw known instanceof DomainError ? new OperationFailedError({ index, op }, known) : known;
  }
}
