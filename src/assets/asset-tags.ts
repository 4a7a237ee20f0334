import { Injectable, Inject } from '@nestjs/common';
import { CONFIG, type Config } from '../config/index.js';
import { TryAgainError, type Tx } from '../database/index.js';
import { AssetTagsRepository } from './asset-tags.repository.js';
import { toDuplicateValue } from './assets.errors.js';

/** So many numbers are looked at in one go, once one was found taken. */
const WINDOW = 500;

/**
 * How far beyond the next number each try of a create looks when somebody gave its tag by hand at the same moment. One such
 * tag costs no number; who gives one tag after the other is always a little ahead, and is overtaken.
 */
const LEAPS = [0, 0, 10, 100, 1000];

/** Automatic asset tags: the next number of a locked counter, in the pattern `ASSET_TAG_PATTERN`. */
@Injectable()
export class AssetTags {
  constructor(
    private readonly counter: AssetTagsRepository,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /**
   * Inserts an asset with a tag that nobody has. A refused INSERT undoes only itself, so another number is tried in the same
   * transaction.
   * @throws TryAgainError
   */
  async give<T>(tx: Tx, insert: (tag: string) => Promise<T>): Promise<T> {
    let refusal: unknown;
    for (const leap of LEAPS) {
      const tag = await this.next(tx, leap);
      try {
        return await insert(tag);
      } catch (error) {
        if (toDuplicateValue(error)?.details.field !== 'asset_tag') throw error;
        refusal = error;
      }
    }
    throw new TryAgainError({ cause: refusal });
  }

  /** For several creates in one transaction. */
  async lock(tx: Tx): Promise<void> {
    await this.counter.lock(tx);
  }

  /**
   * A tag that nobody has. The counter's row stays locked until the commit, so take it last, and two parallel
   * creates get two numbers; numbers whose tag was given by hand are passed over, however many they are.
   * @param leap so many numbers are left out as well
   */
  private async next(tx: Tx, leap: number): Promise<string> {
    const number = await this.counter.next(tx);
    for (let from = number + leap, size = 1; ; from += size, size = WINDOW) {
      const free = await this.firstFree(tx, from, size);
      if (free === undefined) continue;
      if (free !== number) await this.counter.set(tx, free);
      return this.format(free);
    }
  }

  private async firstFree(tx: Tx, from: number, size: number): Promise<number | undefined> {
    const tags = Array.from({ length: size }, (_, n) => this.format(from + n));
    const taken = await this.counter.placesOfTaken(tx, tags);
    const free = tags.findIndex((_, place) => !taken.has(place));
    return free === -1 ? undefined : from + free;
  }

  private format(number: number): string {
    return formatTag(this.config.assets.tagPattern, number);
  }
}

/** `LOCK-{seq:06}` and 42 make `LOCK-000042`, as Python's `str.format` would. */
function formatTag(pattern: string, number: number): string {
  return pattern.replace(/\{seq(?::0(\d+))?\}/, (_, width: string | undefined) =>
    String(number).padStart(Number(width ?? 0), '0'),
  );
}
