import { Inject, Injectable } from '@nestjs/common';
import { CONFIG, type Config } from '../config/index.js';
import { Database, DuplicateKeyError, type Tx } from '../database/index.js';
import type { User } from '../http/index.js';
import { assertUnchanged, changedColumns } from './asset-rules.js';
import { AssetTags } from './asset-tags.js';
import { type AssetView, toAssetView } from './asset-view.js';
import type { Asset } from './asset.entity.js';
import {
  AssetNotFoundError,
  DuplicateValueError,
  PreconditionRequiredError,
} from './assets.errors.js';
import { AssetsRepository } from './assets.repository.js';
import type { AssetCreate, AssetPatch } from './dto/asset.dto.js';
import type { WriteConditions } from './write-conditions.js';

/** How often a create may meet a tag that somebody gave by hand at the same moment. */
const TAG_ATTEMPTS = 5;

/** One use case a method: one transaction that locks first, decides on what it read under the lock, and writes. */
@Injectable()
export class AssetsService {
  constructor(
    private readonly assets: AssetsRepository,
    private readonly tags: AssetTags,
    private readonly database: Database,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /** @throws AssetNotFoundError */
  async read(id: number): Promise<AssetView> {
    const asset = await this.assets.findById(id);
    if (!asset) throw new AssetNotFoundError(id);
    return toAssetView(asset);
  }

  /** @throws DuplicateValueError naming `asset_tag` or `serial` */
  async create(actor: User, values: AssetCreate): Promise<AssetView> {
    for (let attempt = 1; ; attempt++) {
      try {
        return await this.insert(actor, values);
      } catch (error) {
        const clash = toDuplicateValue(error);
        const isOurTag = clash?.details.field === 'asset_tag' && values.asset_tag === undefined;
        if (!isOurTag || attempt === TAG_ATTEMPTS) throw clash ?? error;
      }
    }
  }

  /**
   * Writes the changed columns, and nothing when none changes.
   * @throws AssetNotFoundError, PreconditionFailedError, PreconditionRequiredError, DuplicateValueError
   */
  async change(
    actor: User,
    id: number,
    patch: AssetPatch,
    conditions: WriteConditions,
  ): Promise<AssetView> {
    return this.locked(actor, id, conditions, async (tx, asset) => {
      const changes = changedColumns(asset, patch);
      if (Object.keys(changes).length === 0) return toAssetView(asset);
      await this.assets.update(tx, id, changes);
      return toAssetView(await this.assets.read(tx, id));
    });
  }

  /** @throws AssetNotFoundError, PreconditionFailedError, PreconditionRequiredError */
  async remove(actor: User, id: number, conditions: WriteConditions): Promise<void> {
    await this.locked(actor, id, conditions, (tx) => this.assets.remove(tx, id));
  }

  /** The frame of every write on one asset: lock, compare with `If-Match`, work, commit. */
  private async locked<T>(
    actor: User,
    id: number,
    { ifMatch, lockWait }: WriteConditions,
    work: (tx: Tx, asset: Asset) => Promise<T>,
  ): Promise<T> {
    if (ifMatch === undefined && this.config.assets.requireIfMatch)
      throw new PreconditionRequiredError();
    const unit = async (tx: Tx): Promise<T> => {
      const asset = await this.assets.lock(tx, id);
      if (!asset) throw new AssetNotFoundError(id);
      assertUnchanged(asset, ifMatch);
      return work(tx, asset);
    };
    try {
      return await this.database.inTransaction(unit, { actorId: actor.id, lockWait });
    } catch (error) {
      throw toDuplicateValue(error) ?? error;
    }
  }

  private insert(actor: User, values: AssetCreate): Promise<AssetView> {
    return this.database.inTransaction(
      async (tx) => {
        const asset_tag = values.asset_tag ?? (await this.tags.next(tx));
        const id = await this.assets.insert(tx, {
          ...EMPTY,
          ...definedOnly(values),
          asset_tag,
        });
        return toAssetView(await this.assets.read(tx, id));
      },
      { actorId: actor.id },
    );
  }
}

/** The columns without a default in the database. */
const EMPTY: Partial<Asset> = { notes: '', custom: {} };

function definedOnly(values: object): Partial<Asset> {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined));
}

const UNIQUE_FIELDS: ReadonlyMap<string, string> = new Map([
  ['assets_asset_asset_tag_uniq', 'asset_tag'],
  ['assets_asset_serial_uniq', 'serial'],
]);

function toDuplicateValue(error: unknown): DuplicateValueError | undefined {
  if (!(error instanceof DuplicateKeyError)) return undefined;
  const field = UNIQUE_FIELDS.get(error.key);
  return field === undefined ? undefined : new DuplicateValueError(field, { cause: error });
}
