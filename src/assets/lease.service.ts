import { Injectable } from '@nestjs/common';
import type { User } from '../http/index.js';
import {
  type LeaseConditions,
  Leases,
  type LeaseWish,
  RecordUnits,
  type WriteConditions,
} from '../records/index.js';
import { AssetScope } from './asset-scope.js';
import { AssetNotFoundError } from './assets.errors.js';
import { type HeldLease, leasedAsset, type LeaseView } from './lease-view.js';

/** Leases on assets: what is theirs is the lock and the ETag. */
@Injectable()
export class AssetLeases {
  constructor(
    private readonly scope: AssetScope,
    private readonly units: RecordUnits,
    private readonly leases: Leases,
  ) {}

  /** @throws LeaseNotFoundError also when there is no such asset */
  read(assetId: number): Promise<LeaseView> {
    return this.leases.read(leasedAsset(assetId));
  }

  /** @throws AssetNotFoundError, LeaseHeldError, LeaseLostError, PreconditionFailedError */
  take(
    actor: User,
    assetId: number,
    { seconds }: LeaseWish,
    conditions: WriteConditions,
  ): Promise<HeldLease> {
    const wish = { seconds, token: conditions.leaseToken };
    return this.units.run([this.scope], { actor, conditions }, async (tx) => {
      await this.units.lockOne(tx, this.scope, String(assetId), conditions);
      return this.leases.take(tx, actor, leasedAsset(assetId), wish);
    });
  }

  /** @throws AssetNotFoundError, LeaseHeldError, LeaseLostError */
  async giveUp(actor: User, assetId: number, conditions: LeaseConditions): Promise<void> {
    await this.units.run([this.scope], { actor, conditions }, async (tx) => {
      const row = await this.units.find(tx, this.scope, String(assetId));
      if (!row) throw new AssetNotFoundError(assetId);
      await this.leases.end(tx, actor, leasedAsset(assetId), conditions.leaseToken);
    });
  }
}
