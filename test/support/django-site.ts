import type { DjangoDatabase } from './django-databases.js';
import { openTestDatabase, createEmptyDatabase, type TestDatabase } from './database.js';

/** A database as that Django left it: tables, content types, permissions and the record of its migrations. */
export async function createDjangoSite(
  name: string,
  django: DjangoDatabase,
): Promise<TestDatabase> {
  const url = await createEmptyDatabase(name);
  const db = await openTestDatabase(url, { DJANGO_VERSION: django.version });
  for (const ddl of django.tables.values()) await db.query(ddl);
  for (const type of django.contentTypes) await addContentType(db, type);
  for (const codename of django.permissions) {
    await db.query(
      `INSERT INTO auth_permission (name, codename, content_type_id)
        SELECT CONCAT('Can ', ?), ?, id FROM django_content_type WHERE model = SUBSTRING_INDEX(?, '_', -1)`,
      [codename.replace('_', ' '), codename, codename],
    );
  }
  for (const migration of django.migrations) {
    await db.query('INSERT INTO django_migrations (app, name, applied) VALUES (?, ?, ?)', [
      ...migration.split('.'),
      '2015-01-01 00:00:00',
    ]);
  }
  return db;
}

async function addContentType(db: TestDatabase, type: string): Promise<void> {
  const [appLabel = '', model = ''] = type.split('.');
  const rows = await db.query<{ field: string }>(
    `SELECT column_name AS field FROM information_schema.columns
      WHERE table_schema = DATABASE() AND table_name = 'django_content_type' AND column_name = 'name'`,
  );
  const columns = rows.length > 0 ? 'app_label, model, name' : 'app_label, model';
  const values = rows.length > 0 ? [appLabel, model, model] : [appLabel, model];
  await db.query(
    `INSERT INTO django_content_type (${columns}) VALUES (${values.map(() => '?').join(', ')})`,
    values,
  );
}

/** `SHOW CREATE TABLE`, without the number that the next row would get. */
export async function shapeOf(db: TestDatabase, table: string): Promise<string> {
  const [row] = await db.query<Record<string, string>>(`SHOW CREATE TABLE ${table}`);
  return (row?.['Create Table'] ?? '').replace(/ AUTO_INCREMENT=\d+/, '');
}
