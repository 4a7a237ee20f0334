import { Injectable } from '@nestjs/common';
import { annotate, type Tx, UserModel } from '../database/index.js';
import {
  compileFilter,
  type Scope,
  type SqlFragment,
  type UnitConditions,
} from '../records/index.js';
import { AssetLocksRepository } from './asset-locks.repository.js';
import { type AssetView, toAssetView } from './asset-view.js';
import { type Actor, AssetWrites } from './asset-writes.js';
import type { Asset } from './asset.entity.js';
import { assetsBeside } from './asset.model.js';
import { NotEnoughAssetsError } from './assets.errors.js';
import { Custody } from './custody.js';
import type { Allocate } from './dto/bulk.dto.js';

/** Looked at in one go: more than are wanted, because others take from the same end. */
const CANDIDATES = 500;

/** Some free assets for a user, no matter which: parallel callers pass each other by and never get the same one. */
@Injectable()
export class AllocationService {
  private readonly scope: Scope;

  constructor(
    private readonly locks: AssetLocksRepository,
    private readonly writes: AssetWrites,
    private readonly custody: Custody,
    users: UserModel,
  ) {
    this.scope = assetsBeside(users);
  }

  /**
   * First past all locks. Only when that finds too few, a second transaction waits for the rows that are held: whoever
   * holds one may just be editing it, or may give back what he took because it was too little for him.
   * @throws NotEnoughAssetsError, ValidationFailedError, InvalidLookupError, RowLockedError
   */
  async allocate(actor: Actor, wish: Allocate, conditions: UnitConditions): Promise<AssetView[]> {
    try {
      return await this.take(actor, wish, conditions, 'skip');
    } catch (error) {
      if (!(error instanceof NotEnoughAssetsError)) throw error;
      return this.take(actor, wish, conditions, 'wait');
    }
  }

  private take(
    actor: Actor,
    wish: Allocate,
    conditions: UnitConditions,
    locked: 'skip' | 'wait',
  ): Promise<AssetView[]> {
    const { filter, count, user_id, due_at, note } = wish;
    const lock = (tx: Tx): Promise<Asset[]> =>
      this.lockFree(tx, compileFilter(filter, this.scope), count, locked);
    return this.writes.many(
      actor,
      { ...conditions, ifMatch: undefined, leaseToken: undefined },
      lock,
      async (tx, assets) => {
        if (assets.length < count) throw new NotEnoughAssetsError(count, assets.length);
        const columns = await this.custody.handover(tx, user_id, due_at ?? null);
        const ids = assets.map(({ id }) => id);
        if (note !== undefined) await annotate(tx, note);
        await this.locks.update(tx, ids, columns);
        return (await this.locks.read(tx, ids)).map(toAssetView);
      },
    );
  }

  private async lockFree(
    tx: Tx,
    filter: SqlFragment,
    count: number,
    locked: 'skip' | 'wait',
  ): Promise<Asset[]> {
    const taken: Asset[] = [];
    for (let after = 0; taken.length < count;) {
      const ids = await this.locks.freeCandidates(tx, filter, after, CANDIDATES);
      taken.push(...(await this.locks.lockFree(tx, ids, filter, count - taken.length, locked)));
      after = ids.at(-1) ?? 0;
      if (ids.length < CANDIDATES) break;
    }
    return taken;
  }
}
