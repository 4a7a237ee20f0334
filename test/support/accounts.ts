import type { TestDatabase } from './database.js';

const ACCOUNT_PASSWORD = 'made-for-A-test-1';

/** A database account with these rights on this database, replacing one of a run before. @returns the URL to connect as it */
export async function newAccount(
  db: Pick<TestDatabase, 'url' | 'query'>,
  name: string,
  rights = 'ALL',
): Promise<string> {
  await db.query(`DROP USER IF EXISTS '${name}'@'%'`);
  await db.query(`CREATE USER '${name}'@'%' IDENTIFIED BY '${ACCOUNT_PASSWORD}'`);
  const url = new URL(db.url);
  const database = url.pathname.slice(1);
  if (rights !== '') await db.query(`GRANT ${rights} ON ${database}.* TO '${name}'@'%'`);
  [url.username, url.password] = [name, ACCOUNT_PASSWORD];
  return url.href;
}
