import type { Type } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { AssetsModule } from '../../src/assets/index.js';
import { AssetsService } from '../../src/assets/assets.service.js';
import { ConfigModule, loadConfig } from '../../src/config/index.js';
import { Database, DatabaseModule } from '../../src/database/index.js';
import { LimitsModule, type User } from '../../src/http/index.js';
import type { TestDatabase } from './database.js';
import { newUser } from './users.js';

/** The asset module with a pool of its own, as one process has it, without HTTP. */
export interface AssetsProcess {
  readonly assets: AssetsService;
  readonly database: Database;
  /** Another service of the module. */
  get<T>(service: Type<T>): T;
  close(): Promise<void>;
}

/** One more process on the database of this test; `env` goes over its configuration. */
export async function startAssets(
  db: TestDatabase,
  env: Record<string, string> = {},
): Promise<AssetsProcess> {
  const config = loadConfig({
    NODE_ENV: 'test',
    SECRET_KEY: 'x'.repeat(50),
    ...env,
    DATABASE_URL: db.url,
  });
  const app = await NestFactory.createApplicationContext(
    { module: AssetsModule, imports: [ConfigModule.of(config), LimitsModule, DatabaseModule] },
    { logger: false, abortOnError: false },
  );
  return {
    assets: app.get(AssetsService),
    database: app.get(Database),
    get: (service) => app.get(service),
    close: () => app.close(),
  };
}

/** A user who writes. */
export async function newActor(db: TestDatabase, username: string): Promise<User> {
  const id = await newUser(db, { username });
  return {
    id,
    username,
    firstName: '',
    lastName: '',
    email: '',
    isStaff: false,
    isSuperuser: false,
    permissions: new Set(),
  };
}
