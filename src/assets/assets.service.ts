import { Injectable } from '@nestjs/common';
import type { UnitConditions, WriteConditions } from '../records/index.js';
import { AssetEdits } from './asset-edits.js';
import { type AssetView, toAssetView } from './asset-view.js';
import { type Actor, AssetWrites } from './asset-writes.js';
import { AssetNotFoundError } from './assets.errors.js';
import { AssetsRepository } from './assets.repository.js';
import type { AssetCreate, AssetPatch } from './dto/asset.dto.js';

/** One asset: a use case a method. */
@Injectable()
export class AssetsService {
  constructor(
    private readonly assets: AssetsRepository,
    private readonly writes: AssetWrites,
    private readonly edits: AssetEdits,
  ) {}

  /** @throws AssetNotFoundError */
  async read(id: number): Promise<AssetView> {
    const asset = await this.assets.findById(id);
    if (!asset) throw new AssetNotFoundError(id);
    return toAssetView(asset);
  }

  /** @throws DuplicateValueError naming `asset_tag` or `serial` */
  create(actor: Actor, values: AssetCreate, conditions: UnitConditions): Promise<AssetView> {
    return this.writes.unit(actor, conditions, async (tx) =>
      toAssetView(await this.edits.insert(tx, values)),
    );
  }

  /**
   * Writes the changed columns, and nothing when none changes.
   * @throws AssetNotFoundError, PreconditionFailedError, PreconditionRequiredError, DuplicateValueError
   */
  change(
    actor: Actor,
    id: number,
    patch: AssetPatch,
    conditions: WriteConditions,
  ): Promise<AssetView> {
    return this.writes.change(actor, id, conditions, (tx, asset) =>
      this.edits.changes(tx, asset, patch),
    );
  }

  /** @throws AssetNotFoundError, PreconditionFailedError, PreconditionRequiredError, StillReferencedError */
  async remove(actor: Actor, id: number, conditions: WriteConditions): Promise<void> {
    await this.writes.one(actor, id, conditions, (tx, asset) => this.edits.remove(tx, asset));
  }
}
