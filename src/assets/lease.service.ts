import { Injectable } from '@nestjs/common';
import type { User } from '../http/index.js';
import {
  type LeaseConditions,
  Leases,
  type LeaseWish,
  type WriteConditions,
} from '../records/index.js';
import { type Actor, AssetWrites } from './asset-writes.js';
import { AssetNotFoundError } from './assets.errors.js';
import { AssetsRepository } from './assets.repository.js';
import { type HeldLease, leasedAsset, type LeaseView } from './lease-view.js';

/** Leases on assets: what is theirs is the lock and the ETag. */
@Injectable()
export class AssetLeases {
  constructor(
    private readonly assets: AssetsRepository,
    private readonly writes: AssetWrites,
    private readonly leases: Leases,
  ) {}

  /** @throws LeaseNotFoundError also when there is no such asset */
  read(assetId: number): Promise<LeaseView> {
    return this.leases.read(leasedAsset(assetId));
  }

  /** @throws AssetNotFoundError, LeaseHeldError, LeaseLostError, PreconditionFailedError */
  take(
    actor: Actor,
    assetId: number,
    { seconds }: LeaseWish,
    conditions: WriteConditions,
  ): Promise<HeldLease> {
    const wish = { seconds, token: conditions.leaseToken };
    return this.writes.unit(actor, conditions, async (tx) => {
      await this.writes.lockOne(tx, assetId, conditions);
      return this.leases.take(tx, actor, leasedAsset(assetId), wish);
    });
  }

  /** @throws AssetNotFoundError, LeaseHeldError, LeaseLostError */
  async giveUp(actor: User, assetId: number, conditions: LeaseConditions): Promise<void> {
    await this.writes.unit(actor, conditions, async (tx) => {
      if (!(await this.assets.lock(tx, assetId))) throw new AssetNotFoundError(assetId);
      await this.leases.end(tx, actor, leasedAsset(assetId), conditions.leaseToken);
    });
  }
}
