import { Injectable } from '@nestjs/common';
import { annotate, type Tx, UserModel } from '../database/index.js';
import {
  compileFilter,
  type Scope,
  TooManyMatchedError,
  type WriteConditions,
} from '../records/index.js';
import { AssetLocksRepository } from './asset-locks.repository.js';
import { changedColumns, givenColumns } from './asset-rules.js';
import { type Actor, AssetWrites } from './asset-writes.js';
import type { Asset } from './asset.entity.js';
import { assetsBeside } from './asset.model.js';
import { Custody } from './custody.js';
import type { BulkDelete, BulkPatch, BulkResult } from './dto/bulk.dto.js';

/** `select_for_update().filter(**kwargs)` and then one change, in one transaction: all of what matches, or nothing. */
@Injectable()
export class BulkService {
  private readonly scope: Scope;

  constructor(
    private readonly locks: AssetLocksRepository,
    private readonly writes: AssetWrites,
    private readonly custody: Custody,
    users: UserModel,
  ) {
    this.scope = assetsBeside(users);
  }

  /** @throws InvalidLookupError, TooManyMatchedError, PreconditionFailedError, StatusNotAllowedError, AssetHeldError */
  change(actor: Actor, wish: BulkPatch, conditions: WriteConditions): Promise<BulkResult> {
    return this.onMatching(actor, wish, conditions, async (tx, assets) => {
      const { set } = wish;
      const changing = assets.filter((asset) => Object.keys(changedColumns(asset, set)).length > 0);
      for (const asset of changing)
        if (set.status !== undefined && set.status !== asset.status)
          await this.custody.transition(tx, asset, set.status);
      if (!wish.dry_run) await this.locks.update(tx, idsOf(changing), givenColumns(set));
      return changing.length;
    });
  }

  /** @throws InvalidLookupError, TooManyMatchedError, PreconditionFailedError, StillReferencedError */
  remove(actor: Actor, wish: BulkDelete, conditions: WriteConditions): Promise<BulkResult> {
    return this.onMatching(actor, wish, conditions, async (tx, assets) => {
      if (!wish.dry_run) await this.locks.remove(tx, idsOf(assets));
      return assets.length;
    });
  }

  /** @param write does the change and says how many rows it is one for */
  private onMatching(
    actor: Actor,
    wish: BulkDelete,
    conditions: WriteConditions,
    write: (tx: Tx, assets: Asset[]) => Promise<number>,
  ): Promise<BulkResult> {
    const lock = (tx: Tx): Promise<Asset[]> => this.lockMatching(tx, wish);
    return this.writes.many(actor, conditions, lock, async (tx, assets) => {
      if (wish.note !== undefined) await annotate(tx, wish.note);
      const changed = await write(tx, assets);
      return { matched: assets.length, changed, ids: idsOf(assets) };
    });
  }

  private async lockMatching(tx: Tx, { filter, max }: BulkDelete): Promise<Asset[]> {
    const condition = compileFilter(filter, this.scope);
    const ids = await this.locks.candidates(tx, condition, max + 1);
    if (ids.length > max) throw new TooManyMatchedError(max);
    return this.locks.lockMatching(tx, ids, condition);
  }
}

const idsOf = (assets: readonly Asset[]): number[] => assets.map(({ id }) => id);
