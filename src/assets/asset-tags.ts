import { Injectable, Inject } from '@nestjs/common';
import { CONFIG, type Config } from '../config/index.js';
import type { Tx } from '../database/index.js';
import { AssetsRepository } from './assets.repository.js';

/** So many numbers are looked at in one go, once one was found taken. */
const WINDOW = 500;

/** Automatic asset tags: the next number of a locked counter, in the pattern `ASSET_TAG_PATTERN`. */
@Injectable()
export class AssetTags {
  constructor(
    private readonly assets: AssetsRepository,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /**
   * A tag that nobody has. The counter's row stays locked until the commit, so take it last, and two parallel
   * creates get two numbers; numbers whose tag was given by hand are passed over, however many they are.
   * @param leap so many numbers are left out as well
   */
  async next(tx: Tx, leap = 0): Promise<string> {
    const number = await this.assets.nextTagNumber(tx);
    for (let from = number + leap, size = 1; ; from += size, size = WINDOW) {
      const free = await this.firstFree(tx, from, size);
      if (free === undefined) continue;
      if (free !== number) await this.assets.setTagNumber(tx, free);
      return this.format(free);
    }
  }

  /**
   * For several creates in one transaction, before the first of them: one that held a new serial already and only then
   * waited for the counter would wait for whoever has the counter and waits for that serial.
   */
  async lock(tx: Tx): Promise<void> {
    await this.assets.lockTagCounter(tx);
  }

  private async firstFree(tx: Tx, from: number, size: number): Promise<number | undefined> {
    const tags = Array.from({ length: size }, (_, n) => this.format(from + n));
    const taken = await this.assets.placesOfTaken(tx, tags);
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
