import { Inject, Injectable } from '@nestjs/common';
import { CONFIG, type Config } from '../config/index.js';
import { Database, Inventory, RowQueue, type Tx } from '../database/index.js';
import type { User } from '../http/index.js';
import {
  assertNotLeased,
  Idempotency,
  type Lease,
  LeasesRepository,
  type Outcome,
  PreconditionRequiredError,
  type UnitConditions,
  type WriteConditions,
} from '../records/index.js';
import { assertUnchanged } from './asset-rules.js';
import { type AssetView, toAssetView } from './asset-view.js';
import type { Asset } from './asset.entity.js';
import { assetModel } from './asset.model.js';
import { AssetNotFoundError, toDuplicateValue } from './assets.errors.js';
import { AssetsRepository } from './assets.repository.js';
import { leasedAsset } from './lease-view.js';

/** The user recorded in the history. */
export type Actor = Pick<User, 'id'>;

/** What a row is asked before it is written. */
type Admission = Pick<WriteConditions, 'ifMatch' | 'leaseToken'>;

/**
 * The frame of every write on assets, whoever asks for it: one asset, many by filter, a batch, an import.
 *
 * It guarantees: one transaction from BEGIN to COMMIT, run again as a whole after a deadlock; the actor in the history;
 * no work on a row before it is locked and `admit` let it pass; a unique index's refusal as `DuplicateValueError`; no write
 * without the triggers that keep version and history.
 */
@Injectable()
export class AssetWrites {
  constructor(
    private readonly assets: AssetsRepository,
    private readonly leases: LeasesRepository,
    private readonly idempotency: Idempotency,
    private readonly database: Database,
    private readonly queue: RowQueue,
    private readonly inventory: Inventory,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /**
   * Runs `work` as one transaction, and not again for an Idempotency-Key under which it was done. It may run more than
   * once before it is committed, so it holds nothing but database calls. With others of this process on one row, where that
   * is named.
   * @throws DuplicateValueError, IdempotencyKeyReusedError, TriggersBrokenError, and what `Database.inTransaction` throws
   */
  async unit<T>(
    actor: Actor,
    { lockWait, idempotencyKey }: UnitConditions,
    work: (tx: Tx) => Promise<T>,
    row?: number,
  ): Promise<T> {
    const once = (tx: Tx): Promise<Outcome<T>> =>
      this.idempotency.once(tx, actor, idempotencyKey, () => work(tx));
    await this.inventory.assertKept();
    try {
      const options = { actorId: actor.id, lockWait };
      const isQueued = row !== undefined && lockWait === undefined && !idempotencyKey;
      const { answer, isReplayed } = await (isQueued
        ? this.queue.run(`assets_asset ${row}`, actor.id, once)
        : this.database.inTransaction(once, options));
      this.inventory.worked();
      if (isReplayed) idempotencyKey?.markReplayed();
      return answer;
    } catch (error) {
      throw toDuplicateValue(error) ?? this.inventory.noticed(error);
    }
  }

  /**
   * A transaction on one asset, which is locked and admitted when `work` gets it.
   * @throws AssetNotFoundError, PreconditionFailedError, PreconditionRequiredError
   */
  one<T>(
    actor: Actor,
    id: number,
    conditions: WriteConditions,
    work: (tx: Tx, asset: Asset) => Promise<T>,
  ): Promise<T> {
    this.assertConditional(conditions);
    return this.unit(
      actor,
      conditions,
      async (tx) => work(tx, await this.lockOne(tx, id, conditions)),
      id,
    );
  }

  /**
   * A transaction that writes into one asset the columns on which `decide` decides under its lock, and ends with that,
   * unless an answer is kept for an Idempotency-Key.
   * @throws as `one`
   */
  change(
    actor: Actor,
    id: number,
    conditions: WriteConditions,
    decide: (tx: Tx, asset: Asset) => Promise<Partial<Asset>>,
  ): Promise<AssetView> {
    const write = conditions.idempotencyKey
      ? this.assets.update.bind(this.assets)
      : this.assets.updateAndCommit.bind(this.assets);
    return this.one(actor, id, conditions, async (tx, asset) => {
      const columns = await decide(tx, asset);
      return toAssetView(await write(tx, asset, columns));
    });
  }

  /**
   * One asset, locked and admitted. Its lock tells whether there is a lease at all: usually there is none, and then
   * nobody has to wait for another question under the lock.
   * @throws AssetNotFoundError, LeaseHeldError, LeaseLostError, PreconditionFailedError
   */
  async lockOne(tx: Tx, id: number, admission: Admission): Promise<Asset> {
    const locked = await this.assets.lock(tx, id);
    if (!locked) throw new AssetNotFoundError(id);
    const leases = await this.leasesOn(tx, [id], locked.isLeased ? [id] : []);
    assertAdmitted([locked.asset], leases, admission);
    return locked.asset;
  }

  /**
   * A transaction on the rows that `lock` locks by ascending id.
   * @throws PreconditionFailedError
   */
  many<T>(
    actor: Actor,
    conditions: WriteConditions,
    lock: (tx: Tx) => Promise<Asset[]>,
    work: (tx: Tx, assets: Asset[]) => Promise<T>,
  ): Promise<T> {
    return this.unit(actor, conditions, async (tx) => {
      const assets = await lock(tx);
      await this.admit(tx, assets, conditions);
      return work(tx, assets);
    });
  }

  /**
   * Every row passes here, under its lock, before it is written: asked any earlier, somebody could write between the
   * question and the write.
   * @throws LeaseHeldError, LeaseLostError, PreconditionFailedError naming the rows
   */
  async admit(tx: Tx, assets: readonly Asset[], admission: Admission): Promise<void> {
    const ids = assets.map(({ id }) => id);
    assertAdmitted(assets, await this.leasesOn(tx, ids), admission);
  }

  private leasesOn(
    tx: Tx,
    ids: readonly number[],
    leased: readonly number[] = ids,
  ): Promise<Lease[]> {
    const { label } = assetModel;
    return this.leases.listForWrite(tx, label, ids.map(String), leased.map(String));
  }

  /**
   * For writes that name one asset; a filter is a condition of its own.
   * @throws PreconditionRequiredError where `REQUIRE_IF_MATCH` asks for a condition and there is none
   */
  assertConditional({ ifMatch }: Pick<WriteConditions, 'ifMatch'>): void {
    if (ifMatch === undefined && this.config.assets.requireIfMatch)
      throw new PreconditionRequiredError();
  }
}

function assertAdmitted(
  assets: readonly Asset[],
  leases: readonly Lease[],
  { ifMatch, leaseToken }: Admission,
): void {
  assertNotLeased(leases, leaseToken, ({ key }) => leasedAsset(Number(key)).name);
  assertUnchanged(assets, ifMatch);
}
