import { Injectable } from '@nestjs/common';
import { randomBytes } from 'node:crypto';
import type { Tx } from '../database/index.js';
import type { User } from '../http/index.js';
import {
  type Lease,
  type LeaseConditions,
  LeaseHeldError,
  LeaseLostError,
  LeaseNotFoundError,
  LeasesRepository,
  type LeaseWish,
  toHeldLease,
  toLeaseView,
  type WriteConditions,
} from '../records/index.js';
import { type Actor, AssetWrites } from './asset-writes.js';
import { AssetNotFoundError } from './assets.errors.js';
import { AssetsRepository } from './assets.repository.js';
import { type HeldLease, leasedAsset, type LeaseView, nameOfAsset } from './lease-view.js';

/** The edit lock of a form that is open: it outlives the request, the process and a restart of the database. */
@Injectable()
export class LeaseService {
  constructor(
    private readonly assets: AssetsRepository,
    private readonly leases: LeasesRepository,
    private readonly writes: AssetWrites,
  ) {}

  /** @throws LeaseNotFoundError also when there is no such asset */
  async read(assetId: number): Promise<LeaseView> {
    const { model, key } = leasedAsset(assetId);
    const lease = await this.leases.find(model, key);
    if (!lease) throw new LeaseNotFoundError(nameOfAsset({ key }));
    return toLeaseView(lease, nameOfAsset(lease));
  }

  /**
   * Takes a lease under a new token; with the token of a live lease makes that one last from now on.
   * @throws AssetNotFoundError, LeaseHeldError, LeaseLostError, PreconditionFailedError
   */
  take(
    actor: Actor,
    assetId: number,
    { seconds }: LeaseWish,
    conditions: WriteConditions,
  ): Promise<HeldLease> {
    const token = conditions.leaseToken ?? randomBytes(16).toString('hex');
    return this.writes.unit(actor, conditions, async (tx) => {
      await this.writes.lockOne(tx, assetId, conditions);
      const granted = { ...leasedAsset(assetId), holder_id: String(actor.id), token };
      await this.leases.grant(tx, granted, seconds);
      const lease = await this.present(tx, assetId);
      // It could run out only while this transaction stood still for all its seconds.
      if (!lease) throw new LeaseLostError();
      return toHeldLease(lease, nameOfAsset(lease));
    });
  }

  /**
   * Gives a lease up; its token is worth nothing from then on. The holder needs no token, because a form that was
   * closed took it along; a superuser may end anybody's. Without a lease there is nothing to do.
   * @throws AssetNotFoundError, LeaseHeldError, LeaseLostError
   */
  async giveUp(actor: User, assetId: number, conditions: LeaseConditions): Promise<void> {
    await this.writes.unit(actor, conditions, async (tx) => {
      if (!(await this.assets.lock(tx, assetId))) throw new AssetNotFoundError(assetId);
      assertMayEnd(await this.present(tx, assetId), actor, conditions.leaseToken);
      const { model, key } = leasedAsset(assetId);
      await this.leases.remove(tx, model, [key]);
    });
  }

  private async present(tx: Tx, assetId: number): Promise<Lease | undefined> {
    const { model, key } = leasedAsset(assetId);
    const [lease] = await this.leases.listOn(tx, model, [key]);
    return lease;
  }
}

function assertMayEnd(lease: Lease | undefined, actor: User, token: string | undefined): void {
  if (token !== undefined && token !== lease?.token) throw new LeaseLostError();
  if (!lease || token !== undefined) return;
  if (lease.holder_id !== String(actor.id) && !actor.isSuperuser)
    throw new LeaseHeldError(toLeaseView(lease, nameOfAsset(lease)));
}
