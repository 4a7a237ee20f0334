import 'reflect-metadata';
import { DataSource } from 'typeorm';
import { loadConfig, readEnvironment } from './src/config/index.js';
import { dataSourceOptions } from './src/database/index.js';

const config = loadConfig(readEnvironment());
// It would keep its record of migrations in the site's database.
if (config.database.schema !== undefined)
  throw new Error('With LOCKSTEP_SCHEMA use `npm run manage -- migrate`.');

/** For the TypeORM command line: `npx typeorm migration:run -d dist/ormconfig.js` (after `npm run build`). */
export default new DataSource(dataSourceOptions(config));
