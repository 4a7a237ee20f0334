import { Injectable } from '@nestjs/common';
import { type Command, RecordUnits, type WriteConditions } from '../records/index.js';
import { AssetScope } from './asset-scope.js';
import type { AssetView } from './asset-view.js';
import { type Actor, viewOf } from './assets.service.js';
import { Custody } from './custody.js';
import type { CheckIn, CheckOut, Transition } from './dto/custody.dto.js';

/** Check-out, check-in and change of status: of several callers one wins, the others are told who did. */
@Injectable()
export class CustodyService {
  constructor(
    private readonly scope: AssetScope,
    private readonly units: RecordUnits,
    private readonly custody: Custody,
  ) {}

  /** @throws AssetHeldError, StatusNotAllowedError, ValidationFailedError, and as `AssetsService.change` */
  checkOut(
    actor: Actor,
    id: number,
    wish: CheckOut,
    conditions: WriteConditions,
  ): Promise<AssetView> {
    return this.change(actor, id, this.custody.checkOut(wish), wish.note, conditions);
  }

  /** @throws AssetNotHeldError, and as `AssetsService.change` */
  checkIn(
    actor: Actor,
    id: number,
    wish: CheckIn,
    conditions: WriteConditions,
  ): Promise<AssetView> {
    return this.change(actor, id, this.custody.checkIn(), wish.note, conditions);
  }

  /** @throws StatusNotAllowedError, AssetHeldError, and as `AssetsService.change` */
  transition(
    actor: Actor,
    id: number,
    { status, note }: Transition,
    conditions: WriteConditions,
  ): Promise<AssetView> {
    return this.change(actor, id, this.custody.transition(status), note, conditions);
  }

  private change(
    actor: Actor,
    id: number,
    command: Command,
    note: string | undefined,
    conditions: WriteConditions,
  ): Promise<AssetView> {
    const writer = { actor, conditions, note };
    return this.units.change(this.scope, String(id), command, writer, viewOf);
  }
}
