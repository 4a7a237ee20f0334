import { Injectable } from '@nestjs/common';
import { randomBytes } from 'node:crypto';
import type { Tx } from '../database/index.js';
import type { User } from '../http/index.js';
import { type Actor, AssetWrites } from './asset-writes.js';
import { AssetNotFoundError } from './assets.errors.js';
import { AssetsRepository } from './assets.repository.js';
import type { LeaseWish } from './dto/lease.dto.js';
import { type HeldLease, type LeaseView, toHeldLease, toLeaseView } from './lease-view.js';
import { LeaseHeldError, LeaseLostError, LeaseNotFoundError } from './leases.errors.js';
import { type Lease, LeasesRepository } from './leases.repository.js';
import type { LeaseConditions, WriteConditions } from './write-conditions.js';

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
    const lease = await this.leases.find(assetId);
    if (!lease) throw new LeaseNotFoundError(assetId);
    return toLeaseView(lease);
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
      await this.leases.grant(
        tx,
        { asset_id: assetId, holder_id: Number(actor.id), token },
        seconds,
      );
      return toHeldLease(await this.present(tx, assetId));
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
      const [lease] = await this.leases.listOn(tx, [assetId]);
      assertMayEnd(lease, actor, conditions.leaseToken);
      await this.leases.remove(tx, assetId);
    });
  }

  private async present(tx: Tx, assetId: number): Promise<Lease> {
    const [lease] = await this.leases.listOn(tx, [assetId]);
    // It could run out only while this transaction stood still for all its seconds.
    if (!lease) throw new LeaseLostError();
    return lease;
  }
}

function assertMayEnd(lease: Lease | undefined, actor: User, token: string | undefined): void {
  if (token !== undefined && token !== lease?.token) throw new LeaseLostError();
  if (!lease || token !== undefined) return;
  if (lease.holder_id !== actor.id && !actor.isSuperuser) throw new LeaseHeldError(lease);
}
