import type { Config } from '../../src/config/index.js';
import type { Browser } from './browser.js';
import type { TestDatabase } from './database.js';
import { newLogin } from './users.js';

/** Lets this visitor be the user, with a CSRF token, as after a login on either site. */
export async function logIn(
  browser: Browser,
  db: TestDatabase,
  config: Config,
  userId: number,
): Promise<Browser> {
  browser.jar.set('sessionid', await newLogin(db, config, userId));
  await browser.get('/api/auth/csrf');
  return browser;
}
