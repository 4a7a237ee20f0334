import { Injectable } from '@nestjs/common';
import { AssetWrites } from '../asset-writes.js';
import { AssetsRepository } from '../assets.repository.js';
import { SEED_COLUMNS, SEED_PREFIX, seedAsset } from './seed-asset.js';

/** The version of a new row, as `toCells` says. */
const BY_TRIGGER = null;

/** Rows of one INSERT. */
const BATCH = 1000;

/** A unit of ours without a user. */
const NOBODY = { id: 0 };
const UNCONDITIONAL = { lockWait: undefined, idempotencyKey: undefined };

/** Made-up assets for trying the service out and for measuring it. */
@Injectable()
export class AssetSeeder {
  constructor(
    private readonly assets: AssetsRepository,
    private readonly writes: AssetWrites,
  ) {}

  /**
   * Brings the number of made-up assets to `count`, and tells after each batch how many there are; one that was
   * stopped goes on where it was. The triggers write their history as for everybody.
   */
  async *seed(count: number): AsyncGenerator<number> {
    let last = await this.assets.lastNumberedTag(SEED_PREFIX);
    while (last < count) {
      const until = Math.min(count, last + BATCH);
      const rows = Array.from({ length: until - last }, (_, at) => [
        ...seedAsset(last + 1 + at),
        BY_TRIGGER,
      ]);
      await this.writes.unit(NOBODY, UNCONDITIONAL, (tx) =>
        this.assets.insertMany(tx, [...SEED_COLUMNS, 'version'], rows),
      );
      last = until;
      yield last;
    }
  }
}
