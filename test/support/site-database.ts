import { existsSync, readFileSync } from 'node:fs';
import { createEmptyDatabase, openTestDatabase, type TestDatabase } from './database.js';
import { djangoManage, type SiteName } from './django.js';

/**
 * A database that the Django of a site made: migrated, with its rows, then changed by hand. Nothing of ours is in it.
 * It takes Django some seconds: once for a test file.
 */
export async function createSiteDatabase(name: string, site: SiteName): Promise<TestDatabase> {
  const url = await createEmptyDatabase(name);
  const { status, output } = await djangoManage(url, ['migrate', '--verbosity=0'], {}, site);
  if (status !== 0) throw new Error(output);
  const db = await openTestDatabase(url, { DJANGO_VERSION: '3.2' });
  for (const sql of changesByHand(site)) await db.query(sql);
  return db;
}

function changesByHand(site: SiteName): string[] {
  const path = new URL(`../sites/${site}/by_hand.sql`, import.meta.url);
  if (!existsSync(path)) return [];
  const statements = readFileSync(path, 'utf8').split(/;\n/);
  return statements.filter((sql) => sql.trim() !== '');
}
