import type { NestExpressApplication } from '@nestjs/platform-express';
import type { AddressInfo } from 'node:net';
import { createApp } from '../../src/app.setup.js';
import { type Config, loadConfig } from '../../src/config/index.js';
import { Browser } from './browser.js';
import { createTestDatabase, type TestDatabase } from './database.js';

export const SECRET_KEY = 'a-secret-for-tests-only-0123456789-abcdefghijklmnop';

export interface TestApp {
  readonly app: NestExpressApplication;
  readonly config: Config;
  readonly db: TestDatabase;
  readonly origin: string;
  /** A visitor with a cookie jar of his own, or with that of his browser on another site of this host. */
  browser(jar?: Map<string, string>): Browser;
  close(): Promise<void>;
}

/** The whole application on a database of its own and a free port; `env` goes over the test defaults. */
export async function createTestApp(
  name: string,
  env: Record<string, string> = {},
): Promise<TestApp> {
  return openTestApp(await createTestDatabase(name, env), env);
}

/** The same on a database that is there and migrated; closing the application closes it as well. */
export async function openTestApp(
  db: TestDatabase,
  env: Record<string, string> = {},
): Promise<TestApp> {
  const { app, config, origin } = await startApp(db.url, env);
  return {
    app,
    config,
    db,
    origin,
    browser: (jar) => new Browser(origin, jar),
    close: async () => {
      await app.close();
      await db.close();
    },
  };
}

/** One more application in this process on a database that is there already. */
export async function startApp(databaseUrl: string, env: Record<string, string> = {}) {
  const config = loadConfig({
    NODE_ENV: 'test',
    LOG_LEVEL: 'silent',
    HOST: '127.0.0.1',
    PORT: '0',
    SECRET_KEY,
    DATABASE_URL: databaseUrl,
    LOGIN_RATE_LIMIT: '0',
    ...env,
  });
  const app = await createApp(config);
  await app.listen(0, '127.0.0.1');
  const { port } = app.getHttpServer().address() as AddressInfo;
  return { app, config, origin: `http://127.0.0.1:${port}` };
}
