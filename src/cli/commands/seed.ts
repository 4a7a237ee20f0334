import { AssetSeeder } from '../../assets/index.js';
import { type Command, UsageError } from '../command.js';
import { inventoryApp } from '../inventory-app.js';
import { Progress } from '../progress.js';

const MOST = 10_000_000;

/** `seed --assets N`: made-up assets, always the same ones; run again it adds what is missing. */
export const seed: Command = {
  usage: '--assets N',
  summary: 'Fill the inventory with N made-up assets',
  options: { assets: { type: 'string' } },
  async run({ values, config, app, output }) {
    const count = Number(values.assets);
    if (!Number.isInteger(count) || count < 1 || count > MOST)
      throw new UsageError(`--assets takes a number from 1 to ${MOST}.`);
    const seeder = (await inventoryApp({ config, app })).get(AssetSeeder);
    const progress = new Progress(count, 'assets');
    for await (const done of seeder.seed(count)) progress.show(done);
    progress.end(count);
    output.result({ assets: count }, [`There are ${count} made-up assets.`]);
    return 0;
  },
};
