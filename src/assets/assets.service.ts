import { Injectable } from '@nestjs/common';
import {
  type LockedRow,
  RecordReads,
  RecordUnits,
  type UnitConditions,
  type Wish,
  wholeRows,
  type WriteConditions,
  type Writer,
} from '../records/index.js';
import { AssetScope } from './asset-scope.js';
import { type AssetView, toAssetView } from './asset-view.js';
import { AssetNotFoundError } from './assets.errors.js';
import type { AssetCreate, AssetPatch } from './dto/asset.dto.js';

/** The user recorded in the history. */
export type Actor = Writer['actor'];

/** One asset: a use case a method. */
@Injectable()
export class AssetsService {
  private readonly whole: Wish;

  constructor(
    private readonly scope: AssetScope,
    private readonly units: RecordUnits,
    private readonly reads: RecordReads,
  ) {
    this.whole = wholeRows(scope);
  }

  /** @throws AssetNotFoundError */
  async read(id: number): Promise<AssetView> {
    const row = await this.reads.find(String(id), this.whole);
    if (!row) throw new AssetNotFoundError(id);
    return toAssetView(row.view);
  }

  /** @throws DuplicateValueError naming `asset_tag` or `serial` */
  create(actor: Actor, values: AssetCreate, conditions: UnitConditions): Promise<AssetView> {
    return this.units.create(
      this.scope,
      this.scope.valuesOf(values),
      { actor, conditions },
      viewOf,
    );
  }

  /**
   * Writes the changed columns, and nothing when none changes.
   * @throws AssetNotFoundError, PreconditionFailedError, PreconditionRequiredError, DuplicateValueError, StatusNotAllowedError
   */
  change(
    actor: Actor,
    id: number,
    patch: AssetPatch,
    conditions: WriteConditions,
  ): Promise<AssetView> {
    const values = this.scope.valuesOf(patch);
    return this.units.change(
      this.scope,
      String(id),
      { op: 'update', values },
      { actor, conditions },
      viewOf,
    );
  }

  /** @throws AssetNotFoundError, PreconditionFailedError, PreconditionRequiredError, StillReferencedError */
  remove(actor: Actor, id: number, conditions: WriteConditions): Promise<void> {
    return this.units.remove(this.scope, String(id), { actor, conditions });
  }
}

export const viewOf = ({ view }: LockedRow): AssetView => toAssetView(view);
