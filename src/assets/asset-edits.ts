import { Injectable } from '@nestjs/common';
import { TryAgainError, type Tx } from '../database/index.js';
import { toCells } from './asset-row.js';
import { changedColumns, givenColumns } from './asset-rules.js';
import { AssetTags } from './asset-tags.js';
import type { Asset } from './asset.entity.js';
import { toDuplicateValue } from './assets.errors.js';
import { AssetsRepository } from './assets.repository.js';
import { Custody } from './custody.js';
import type { AssetCreate, AssetPatch } from './dto/asset.dto.js';

/**
 * How far beyond the next number each try of a create looks when somebody gave its tag by hand at the same moment. One such
 * tag costs no number; who gives one tag after the other is always a little ahead, and is overtaken.
 */
const LEAPS = [0, 0, 10, 100, 1000];

/** The columns without a default in the database. */
const EMPTY: Partial<Asset> = { notes: '', custom: {} };

/** What is done to an asset inside the frame of `AssetWrites`: to a row that is locked and admitted. */
@Injectable()
export class AssetEdits {
  constructor(
    private readonly assets: AssetsRepository,
    private readonly tags: AssetTags,
    private readonly custody: Custody,
  ) {}

  /** Without `asset_tag` it gets the next one of the counter. */
  async insert(tx: Tx, values: AssetCreate): Promise<Asset> {
    const row: Partial<Asset> = { ...EMPTY, ...givenColumns(values) };
    const id =
      row.asset_tag === undefined
        ? await this.insertTagged(tx, row)
        : await this.assets.insert(tx, row);
    return this.assets.read(tx, id);
  }

  /** Assets that have their tags and the same fields, in one statement. */
  async insertMany(tx: Tx, assets: readonly AssetCreate[]): Promise<void> {
    const rows = assets.map((values) => toCells(tx, { ...EMPTY, ...givenColumns(values) }));
    const columns = (rows[0] ?? []).map(([column]) => column);
    const cells = rows.map((row) => row.map(([, cell]) => cell));
    await this.assets.insertMany(tx, columns, cells);
  }

  /**
   * The columns that a patch by the caller changes: its status goes by the same rules as a transition.
   * @throws StatusNotAllowedError, AssetHeldError
   */
  async changes(tx: Tx, asset: Asset, patch: AssetPatch): Promise<Partial<Asset>> {
    const changes = changedColumns(asset, patch);
    if (changes.status) await this.custody.transition(tx, asset, changes.status);
    return changes;
  }

  /** Writes what a patch changes. @throws StatusNotAllowedError, AssetHeldError. @returns the row as it is now */
  async change(tx: Tx, asset: Asset, patch: AssetPatch): Promise<Asset> {
    return this.assets.update(tx, asset, await this.changes(tx, asset, patch));
  }

  async remove(tx: Tx, asset: Asset): Promise<void> {
    await this.assets.remove(tx, asset.id);
  }

  /**
   * A refused INSERT undoes only itself, so another number is tried in the same transaction.
   * @throws TryAgainError
   */
  private async insertTagged(tx: Tx, row: Partial<Asset>): Promise<number> {
    let refusal: unknown;
    for (const leap of LEAPS) {
      const asset_tag = await this.tags.next(tx, leap);
      try {
        return await this.assets.insert(tx, { ...row, asset_tag });
      } catch (error) {
        if (toDuplicateValue(error)?.details.field !== 'asset_tag') throw error;
        refusal = error;
      }
    }
    throw new TryAgainError({ cause: refusal });
  }
}
