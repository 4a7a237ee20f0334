import { Injectable } from '@nestjs/common';
import { Inventory, toDomainError, type Tx } from '../database/index.js';
import type { DomainError } from '../domain-error.js';
import { ValidationFailedError } from '../http/index.js';
import type { Field } from '../model/index.js';
import type { Cells, LockedRow, RowUpdate, WritePolicy } from '../records/index.js';
import { AssetTags } from './asset-tags.js';
import { toAssetView } from './asset-view.js';
import { type Columns, FIELDS } from './asset.model.js';
import {
  AssetNotFoundError,
  NotEnoughAssetsError,
  PreconditionFailedError,
  toDuplicateValue,
} from './assets.errors.js';
import { Custody } from './custody.js';
import { leasedAsset } from './lease-view.js';
import { UniqueTextsRepository } from './unique-texts.repository.js';

/**
 * The rules of the inventory, whoever writes: one asset, many by filter, a batch, an import. Statuses go their steps, tags are given,
 * texts that look the same are refused, and nothing is written without the triggers that keep version and history.
 */
@Injectable()
export class AssetPolicy implements WritePolicy {
  readonly history = 'triggers';

  constructor(
    private readonly custody: Custody,
    private readonly tags: AssetTags,
    private readonly uniqueTexts: UniqueTextsRepository,
    private readonly inventory: Inventory,
  ) {}

  /** @throws TriggersBrokenError */
  begin(): Promise<void> {
    return this.inventory.assertKept();
  }

  done(): void {
    this.inventory.worked();
  }

  /** A status that changes alone goes its steps; with the holder it comes from check-out or check-in, which decided on it. */
  async check(tx: Tx, { view }: LockedRow, { cells }: RowUpdate): Promise<void> {
    const { status, assigned_to_id: holder } = columnsIn(cells);
    if (typeof status !== 'string' || holder !== undefined) return;
    await this.custody.assertStep(tx, toAssetView(view), status);
  }

  /** @throws DuplicateValueError */
  beforeWrite(tx: Tx, cells: readonly Cells[], keys: readonly string[]): Promise<void> {
    return this.uniqueTexts.refuseTwins(tx, cells.map(columnsIn), keys);
  }

  /**
   * Before the first of several: one that held a new serial already and only then waited for the counter of tags would wait for
   * whoever has the counter and waits for that serial.
   */
  async beforeCreates(tx: Tx, cells: readonly Pick<Cells, 'has'>[]): Promise<void> {
    if (cells.some((one) => !one.has(FIELDS.asset_tag))) await this.tags.lock(tx);
  }

  /** Without `asset_tag` it gets the next one of the counter. @throws TryAgainError */
  insert(tx: Tx, cells: Cells, insert: (cells: Cells) => Promise<string>): Promise<string> {
    if (cells.has(FIELDS.asset_tag)) return insert(cells);
    return this.tags.give(tx, (tag) => insert(new Map([...cells, [FIELDS.asset_tag, tag]])));
  }

  refusal(error: unknown): unknown {
    return toDuplicateValue(error) ?? this.inventory.noticed(toDomainError(error) ?? error);
  }

  notFound(key: string): DomainError {
    return new AssetNotFoundError(Number(key));
  }

  changed(
    [first, ...others]: readonly [LockedRow, ...LockedRow[]],
    isWeakened: boolean,
  ): DomainError {
    const views = others.map(({ view }) => toAssetView(view));
    return new PreconditionFailedError([toAssetView(first.view), ...views], isWeakened);
  }

  notEnough(wanted: number, available: number): DomainError {
    return new NotEnoughAssetsError(wanted, available);
  }

  notKept({ column }: Field, message: string): DomainError {
    return new ValidationFailedError([{ field: column, message, code: 'number_not_exact' }]);
  }

  nameOf({ key }: LockedRow) {
    return leasedAsset(Number(key)).name;
  }
}

const columnsIn = (cells: Cells): Columns =>
  Object.fromEntries(Array.from(cells, ([{ column }, value]) => [column, value]));
