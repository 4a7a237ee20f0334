import { readFile, writeFile } from 'node:fs/promises';
import { assemble, faultLine, readSchema, typesOf } from '../../model/index.js';
import { type Command, UsageError } from '../command.js';
import { printable } from '../output.js';
import { fileOf } from './models-add.js';

/** `types`: TypeScript interfaces of the served models, for `@lockstep/client`. */
export const types: Command = {
  usage: '[FILE] [--check]',
  summary: 'TypeScript types of the served models, for createLockstep<Models>()',
  options: { check: { type: 'boolean' } },
  async run({ config, output, positionals: [file], values }) {
    const schema = await readSchema(config);
    const { models, faults } = assemble(schema, fileOf(config));
    if (faults.length > 0)
      throw new UsageError(faults.map((fault) => printable(faultLine(fault))).join('\n'));
    const labels = [...models.keys()];
    // Only its migrations make this table: `assets_asset` may be the site's.
    const inventory =
      config.assets.inventory !== 'off' &&
      schema.tables.some(({ name }) => name === 'lockstep_counter');
    const text = typesOf(models, { inventory });
    if (file === undefined) {
      if (values.check === true) throw new UsageError('--check needs the FILE to look at.');
      output.result({ models: labels, types: text }, [text.trimEnd()]);
      return 0;
    }
    if (values.check === true) {
      const isSame = (await readFile(file, 'utf8').catch(() => '')) === text;
      output.result({ file, models: labels, same: isSame }, [
        isSame ? `${file} is as the models are.` : `${file} is out of date: lockstep types ${file}`,
      ]);
      return isSame ? 0 : 1;
    }
    await writeFile(file, text);
    output.result({ file, models: labels }, [`${file}: ${labels.length} models.`]);
    return 0;
  },
};
