import { AssetSeeder } from '../../assets/index.js';
import { type Command, UsageError } from '../command.js';
import { Progress } from '../progress.js';

const MOST = 10_000_000;

/** `seed --assets N`: made-up assets, always the same ones; run again it adds what is missing. */
export const seed: Command = {
  usage: '--assets N',
  summary: 'Fill the inventory with N made-up assets',
  options: { assets: { type: 'string' } },
  async run({ values, app, output }) {
    const count = Number(values.assets);
    if (!Number.isInteger(count) || count < 1 || count > MOST)
      throw new UsageError(`--assets takes a number from 1 to ${MOST}.`);
    const progress = new Progress(count, 'assets');
    for await (const done of (await app()).get(AssetSeeder).seed(count)) progress.show(done);
    progress.end(count);
    output.result({ assets: count }, [`There are ${count} made-up assets.`]);
    return 0;
  },
};
