import 'reflect-metadata';
import { DataSource } from 'typeorm';
import { loadConfig, readEnvironment } from './src/config/index.js';
import { dataSourceOptions } from './src/database/index.js';

/** For the TypeORM command line: `npx typeorm migration:run -d dist/ormconfig.js` (after `npm run build`). */
export default new DataSource(dataSourceOptions(loadConfig(readEnvironment())));
