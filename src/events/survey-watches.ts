import { DataSource } from 'typeorm';
import type { Config } from '../config/index.js';
import { dataSourceOptions, ownTablesOf } from '../database/index.js';
import type { ModelRegistry } from '../model/index.js';
import { readWatchTriggers } from './watch.repository.js';
import { type Watch, watchesOf } from './watch-state.js';

/** What is watched in a database, for the command line and the doctor. Throws what the driver throws when it cannot connect. */
export async function surveyWatches(config: Config, models: ModelRegistry): Promise<Watch[]> {
  const dataSource = await new DataSource(dataSourceOptions(config)).initialize();
  try {
    return watchesOf(
      models,
      await readWatchTriggers((sql, params) => dataSource.query(sql, params)),
      ownTablesOf(dataSource),
    );
  } finally {
    await dataSource.destroy();
  }
}
