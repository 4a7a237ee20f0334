import { Injectable } from '@nestjs/common';
import { type Tx, UserModel } from '../database/index.js';
import { ValidationFailedError } from '../http/index.js';
import type { Command, LockedRow, Scope } from '../records/index.js';
import {
  canBeCheckedOut,
  checkedIn,
  checkedOut,
  isWithoutHolder,
  nextStatuses,
} from './asset-rules.js';
import { type AssetView, toAssetView } from './asset-view.js';
import { type AssetStatus, assetsBeside, type Columns, valuesOf } from './asset.model.js';
import { AssetHeldError, AssetNotHeldError, StatusNotAllowedError } from './assets.errors.js';
import type { CheckOut } from './dto/custody.dto.js';
import { HoldersRepository } from './holders.repository.js';

/**
 * Who has an asset and in which status it is: commands that ask the rules about a row when it is locked. On a row that is not
 * locked two callers could both be told that it is free.
 */
@Injectable()
export class Custody {
  private readonly scope: Scope;

  constructor(
    private readonly holders: HoldersRepository,
    private readonly users: UserModel,
  ) {
    this.scope = assetsBeside(users);
  }

  /** @throws AssetHeldError, StatusNotAllowedError, ValidationFailedError for a user who is not there or not active */
  checkOut(wish: CheckOut): Command {
    return this.action(async (tx, assets) => {
      for (const asset of assets) {
        await this.assertNotHeld(tx, asset);
        if (!canBeCheckedOut(asset))
          throw new StatusNotAllowedError(asset, 'checked out', nextStatuses(asset.status));
      }
      return this.handover(tx, wish);
    });
  }

  /** Hands rows over that are known to be free. @throws ValidationFailedError */
  handOver(wish: CheckOut): Command {
    return this.action((tx) => this.handover(tx, wish));
  }

  /** Of one asset. @throws AssetNotHeldError */
  checkIn(): Command {
    return this.action((_, [asset]) => {
      if (asset.assigned_to_id === null) throw new AssetNotHeldError(asset);
      return checkedIn(asset);
    });
  }

  /** A step to where an asset already is, is refused: of two callers with the same wish one wins. @throws as `assertStep` */
  transition(status: AssetStatus): Command {
    return this.action(async (tx, assets) => {
      for (const asset of assets) await this.assertStep(tx, asset, status);
      return { status };
    });
  }

  /** @throws StatusNotAllowedError, AssetHeldError */
  async assertStep(tx: Tx, asset: AssetView, status: string): Promise<void> {
    const allowed = nextStatuses(asset.status);
    const next = allowed.find((one) => one === status);
    if (next === undefined) throw new StatusNotAllowedError(asset, status, allowed);
    if (isWithoutHolder(next)) await this.assertNotHeld(tx, asset);
  }

  private action(
    decide: (tx: Tx, assets: readonly [AssetView, ...AssetView[]]) => Columns | Promise<Columns>,
  ): Command {
    return {
      op: 'action',
      values: async (tx: Tx, rows: readonly LockedRow[]) => {
        const [first, ...others] = rows.map(({ view }) => toAssetView(view));
        return valuesOf(this.scope, first ? await decide(tx, [first, ...others]) : {});
      },
    };
  }

  private async handover(tx: Tx, { user_id, due_at = null }: CheckOut): Promise<Columns> {
    const id = this.users.parseId(user_id);
    if (id === null || !(await this.holders.lockActive(tx, id))) throw noSuchUser();
    return checkedOut(this.users.stored(id), due_at, new Date());
  }

  private async assertNotHeld(tx: Tx, asset: AssetView): Promise<void> {
    const { assigned_to_id: id, checked_out_at: since } = asset;
    if (id === null) return;
    const username = await this.holders.usernameOf(tx, id);
    throw new AssetHeldError(asset, { id, username, since });
  }
}

/** As REST framework answers a primary key that is not there. */
function noSuchUser(): ValidationFailedError {
  const message = 'There is no active user with this id.';
  return new ValidationFailedError([{ field: 'user_id', message, code: 'unknown_user' }]);
}
