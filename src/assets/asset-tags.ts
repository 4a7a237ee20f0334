import { Injectable, Inject } from '@nestjs/common';
import { CONFIG, type Config } from '../config/index.js';
import type { Tx } from '../database/index.js';
import { AssetsRepository } from './assets.repository.js';

/** Automatic asset tags: the next number of a locked counter, in the pattern `ASSET_TAG_PATTERN`. */
@Injectable()
export class AssetTags {
  constructor(
    private readonly assets: AssetsRepository,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /**
   * A tag that nobody has. The counter's row stays locked until the commit, so take it last, and two parallel
   * creates get two numbers; numbers whose tag was given by hand are passed over.
   */
  async next(tx: Tx): Promise<string> {
    for (;;) {
      const number = await this.assets.nextTagNumber(tx);
      const tag = formatTag(this.config.assets.tagPattern, number);
      if (!(await this.assets.isTagTaken(tx, tag))) return tag;
    }
  }
}

/** `LOCK-{seq:06}` and 42 make `LOCK-000042`, as Python's `str.format` would. */
export function formatTag(pattern: string, number: number): string {
  return pattern.replace(/\{seq(?::0?(\d+))?\}/, (_, width: string | undefined) =>
    String(number).padStart(Number(width ?? 0), '0'),
  );
}
