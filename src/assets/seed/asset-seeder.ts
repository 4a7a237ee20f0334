import { Injectable } from '@nestjs/common';
import { RecordRows, RecordUnits } from '../../records/index.js';
import { AssetScope } from '../asset-scope.js';
import { AssetTagsRepository } from '../asset-tags.repository.js';
import { SEED_PREFIX, seedAsset } from './seed-asset.js';

/** Rows of one transaction. */
const BATCH = 1000;

/** A unit of ours without a user. */
const NOBODY = {
  actor: { id: null },
  conditions: { lockWait: undefined, idempotencyKey: undefined },
};

/** Made-up assets for trying the service out and for measuring it. */
@Injectable()
export class AssetSeeder {
  constructor(
    private readonly scope: AssetScope,
    private readonly units: RecordUnits,
    private readonly rows: RecordRows,
    private readonly tags: AssetTagsRepository,
  ) {}

  /**
   * Brings the number of made-up assets to `count`, and tells after each batch how many there are; one that was
   * stopped goes on where it was. The triggers write their history as for everybody.
   */
  async *seed(count: number): AsyncGenerator<number> {
    let last = await this.tags.lastNumbered(SEED_PREFIX);
    while (last < count) {
      const until = Math.min(count, last + BATCH);
      const from = last + 1;
      const assets = Array.from({ length: until - last }, (_, at) =>
        this.scope.valuesOf(seedAsset(from + at)),
      );
      await this.units.run([this.scope], NOBODY, (tx) =>
        this.rows.insertUnseen(tx, this.scope, assets),
      );
      last = until;
      yield last;
    }
  }
}
