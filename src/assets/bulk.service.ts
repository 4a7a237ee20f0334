import { Injectable } from '@nestjs/common';
import {
  allOf,
  type Command,
  compileFilter,
  concat,
  RecordUnits,
  type UnitConditions,
  type WriteConditions,
} from '../records/index.js';
import { AssetScope } from './asset-scope.js';
import type { AssetView } from './asset-view.js';
import { type Actor, viewOf } from './assets.service.js';
import { Custody } from './custody.js';
import type { Allocate, BulkDelete, BulkPatch, BulkResult } from './dto/bulk.dto.js';

const IN_STOCK = concat("asset.status = 'in_stock' AND asset.assigned_to_id IS NULL");

/** Many assets, chosen by a filter: all of what matches, or nothing. */
@Injectable()
export class BulkService {
  constructor(
    private readonly scope: AssetScope,
    private readonly units: RecordUnits,
    private readonly custody: Custody,
  ) {}

  /** @throws InvalidLookupError, TooManyMatchedError, PreconditionFailedError, StatusNotAllowedError, AssetHeldError */
  change(actor: Actor, wish: BulkPatch, conditions: WriteConditions): Promise<BulkResult> {
    const values = this.scope.valuesOf(wish.set);
    return this.onMatching(actor, wish, { op: 'update', values }, conditions);
  }

  /** @throws InvalidLookupError, TooManyMatchedError, PreconditionFailedError, StillReferencedError */
  remove(actor: Actor, wish: BulkDelete, conditions: WriteConditions): Promise<BulkResult> {
    return this.onMatching(actor, wish, { op: 'delete' }, conditions);
  }

  /**
   * Some free assets for a user, no matter which: parallel callers pass each other by and never get the same one.
   * @throws NotEnoughAssetsError, ValidationFailedError, InvalidLookupError, RowLockedError
   */
  async allocate(
    actor: Actor,
    { filter, count, note, ...wish }: Allocate,
    conditions: UnitConditions,
  ): Promise<AssetView[]> {
    const free = allOf([IN_STOCK, compileFilter(filter, this.scope)]);
    const wanted = { filter: free, count, orderBy: undefined };
    const writer = { actor, conditions, note };
    return this.units.claim(this.scope, wanted, this.custody.handOver(wish), writer, (rows) =>
      rows.map(viewOf),
    );
  }

  private async onMatching(
    actor: Actor,
    { filter, max, dry_run: isDryRun, note }: BulkDelete,
    command: Command,
    conditions: WriteConditions,
  ): Promise<BulkResult> {
    const matching = { filter: compileFilter(filter, this.scope), max, isDryRun };
    const writer = { actor, conditions, note };
    const result = await this.units.onMatching(this.scope, matching, command, writer);
    return { ...result, ids: result.ids.map(Number) };
  }
}
