import { DataSource } from 'typeorm';
import type { Config } from '../config/index.js';
import { dataSourceOptions } from '../database/index.js';
import type { DatabaseSchema } from './schema.js';
import { SchemaRepository } from './schema.repository.js';

/** For the command line, which looks at databases where nothing of ours ran. Throws what the driver throws when it cannot connect. */
export async function readSchema(config: Config): Promise<DatabaseSchema> {
  const dataSource = new DataSource(dataSourceOptions(config));
  await dataSource.initialize();
  try {
    return await new SchemaRepository((sql, params) => dataSource.query(sql, params)).read();
  } finally {
    await dataSource.destroy();
  }
}
