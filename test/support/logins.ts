import type { TestApp } from './app.js';
import { Browser } from './browser.js';
import { newLogin } from './users.js';

/** A visitor of this site who is the user, with a CSRF token, as after a login on either site. */
export async function loginOf(
  { origin, db, config }: Pick<TestApp, 'origin' | 'db' | 'config'>,
  userId: number,
): Promise<Browser> {
  const browser = new Browser(origin);
  browser.jar.set('sessionid', await newLogin(db, config, userId));
  await browser.get('/api/auth/csrf');
  return browser;
}
