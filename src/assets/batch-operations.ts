import { Injectable } from '@nestjs/common';
import type { Tx } from '../database/index.js';
import type { UnitConditions, WriteConditions } from '../records/index.js';
import { AssetEdits } from './asset-edits.js';
import { etagOf, toAssetView } from './asset-view.js';
import type { Asset } from './asset.entity.js';
import { AssetsRepository } from './assets.repository.js';
import { Custody } from './custody.js';
import type { Operation, OperationResult, RowOperation } from './dto/batch.dto.js';

/** One operation of a batch, inside a transaction that somebody else opened. */
@Injectable()
export class BatchOperations {
  constructor(
    private readonly assets: AssetsRepository,
    private readonly edits: AssetEdits,
    private readonly custody: Custody,
  ) {}

  /**
   * @param asset locked and admitted
   * @returns the row as it is now; null when it is deleted
   */
  async perform(tx: Tx, asset: Asset, operation: RowOperation): Promise<Asset | null> {
    switch (operation.op) {
      case 'update':
        return this.edits.change(tx, asset, operation.set);
      case 'delete':
        await this.edits.remove(tx, asset);
        return null;
      case 'check-out':
        return this.assets.update(tx, asset, await this.custody.checkOut(tx, asset, operation));
      case 'check-in':
        return this.assets.update(tx, asset, this.custody.checkIn(asset));
      case 'transition':
        return this.assets.update(
          tx,
          asset,
          await this.custody.transition(tx, asset, operation.status),
        );
    }
  }
}

/** What an operation that was done is answered with; `asset` is null when it is gone. */
export function doneResult(index: number, { op }: Operation, asset: Asset | null): OperationResult {
  if (!asset) return { index, op, status: 204 };
  const status = op === 'create' ? 201 : 200;
  return { index, op, status, etag: etagOf(asset), asset: toAssetView(asset) };
}

/** The conditions of one operation of a batch, as they stand in the body. */
interface BodyConditions {
  readonly id: number;
  readonly if_match?: string | undefined;
  readonly version?: number | undefined;
  readonly lease_token?: string | undefined;
}

/** What an operation is done under; how long to wait, and under which key, is said once, in the headers. */
export function conditionsOf(
  { id, if_match, version, lease_token }: BodyConditions,
  { lockWait, idempotencyKey }: UnitConditions,
): WriteConditions {
  const ifMatch = version === undefined ? if_match : etagOf({ id, version });
  return { ifMatch, lockWait, leaseToken: lease_token, idempotencyKey };
}
