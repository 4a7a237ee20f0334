import { Injectable } from '@nestjs/common';
import { toIsoTime, type Tx, type UserId, UserModel } from '../database/index.js';
import { ValidationFailedError } from '../http/index.js';
import {
  canBeCheckedOut,
  checkedIn,
  checkedOut,
  isWithoutHolder,
  nextStatuses,
} from './asset-rules.js';
import type { Asset, AssetStatus } from './asset.entity.js';
import {
  AssetHeldError,
  AssetNotHeldError,
  type Holder,
  StatusNotAllowedError,
} from './assets.errors.js';
import type { CheckOut } from './dto/custody.dto.js';
import { HoldersRepository } from './holders.repository.js';

/**
 * Who has an asset and in which status it is: asks the rules about a row that is locked, and gives the columns to write.
 * On a row that is not locked two callers could both be told that it is free.
 */
@Injectable()
export class Custody {
  constructor(
    private readonly holders: HoldersRepository,
    private readonly users: UserModel,
  ) {}

  /** @throws AssetHeldError, StatusNotAllowedError, ValidationFailedError for a user who is not there or not active */
  async checkOut(tx: Tx, asset: Asset, { user_id, due_at }: CheckOut): Promise<Partial<Asset>> {
    await this.assertNotHeld(tx, asset);
    if (!canBeCheckedOut(asset))
      throw new StatusNotAllowedError(asset, 'checked out', nextStatuses(asset.status));
    return this.handover(tx, user_id, due_at ?? null);
  }

  /** The columns of an asset that goes to this user now. @throws ValidationFailedError */
  async handover(tx: Tx, id: UserId, dueAt: string | null): Promise<Partial<Asset>> {
    const userId = this.users.parseId(id);
    if (userId === null || !(await this.holders.lockActive(tx, userId))) throw noSuchUser();
    return checkedOut(userId, dueAt, new Date());
  }

  /** @throws AssetNotHeldError */
  checkIn(asset: Asset): Partial<Asset> {
    if (asset.assigned_to_id === null) throw new AssetNotHeldError(asset);
    return checkedIn(asset);
  }

  /** @throws StatusNotAllowedError, AssetHeldError */
  async transition(tx: Tx, asset: Asset, status: AssetStatus): Promise<Partial<Asset>> {
    const allowed = nextStatuses(asset.status);
    if (!allowed.includes(status)) throw new StatusNotAllowedError(asset, status, allowed);
    if (isWithoutHolder(status)) await this.assertNotHeld(tx, asset);
    return { status };
  }

  private async assertNotHeld(tx: Tx, asset: Asset): Promise<void> {
    if (asset.assigned_to_id === null) return;
    throw new AssetHeldError(asset, await this.holderOf(tx, asset, asset.assigned_to_id));
  }

  private async holderOf(tx: Tx, asset: Asset, id: UserId): Promise<Holder> {
    const username = await this.holders.usernameOf(tx, id);
    return { id, username, since: toIsoTime(asset.checked_out_at) };
  }
}

/** As REST framework answers a primary key that is not there. */
function noSuchUser(): ValidationFailedError {
  const message = 'There is no active user with this id.';
  return new ValidationFailedError([{ field: 'user_id', message, code: 'unknown_user' }]);
}
