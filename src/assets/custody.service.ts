import { Injectable } from '@nestjs/common';
import { annotate, type Tx } from '../database/index.js';
import type { WriteConditions } from '../records/index.js';
import type { AssetView } from './asset-view.js';
import { type Actor, AssetWrites } from './asset-writes.js';
import type { Asset } from './asset.entity.js';
import { Custody } from './custody.js';
import type { CheckIn, CheckOut, Transition } from './dto/custody.dto.js';

/** Check-out, check-in and change of status: of several callers one wins, the others are told who did. */
@Injectable()
export class CustodyService {
  constructor(
    private readonly writes: AssetWrites,
    private readonly custody: Custody,
  ) {}

  /** @throws AssetHeldError, StatusNotAllowedError, ValidationFailedError, and as `AssetWrites.one` */
  checkOut(
    actor: Actor,
    id: number,
    wish: CheckOut,
    conditions: WriteConditions,
  ): Promise<AssetView> {
    return this.write(actor, id, wish, conditions, (tx, asset) =>
      this.custody.checkOut(tx, asset, wish),
    );
  }

  /** @throws AssetNotHeldError, and as `AssetWrites.one` */
  checkIn(
    actor: Actor,
    id: number,
    wish: CheckIn,
    conditions: WriteConditions,
  ): Promise<AssetView> {
    return this.write(actor, id, wish, conditions, (_, asset) => this.custody.checkIn(asset));
  }

  /** @throws StatusNotAllowedError, AssetHeldError, and as `AssetWrites.one` */
  transition(
    actor: Actor,
    id: number,
    wish: Transition,
    conditions: WriteConditions,
  ): Promise<AssetView> {
    return this.write(actor, id, wish, conditions, (tx, asset) =>
      this.custody.transition(tx, asset, wish.status),
    );
  }

  private write(
    actor: Actor,
    id: number,
    { note }: { note?: string | undefined },
    conditions: WriteConditions,
    decide: (tx: Tx, asset: Asset) => Partial<Asset> | Promise<Partial<Asset>>,
  ): Promise<AssetView> {
    return this.writes.change(actor, id, conditions, async (tx, asset) => {
      const columns = await decide(tx, asset);
      if (note !== undefined) await annotate(tx, note);
      return columns;
    });
  }
}
