import { expect, describe, test } from 'vitest';
import { runMigrations } from '../../src/database/index.js';
import { createTestDatabase, openTestDatabase, type TestDatabase } from '../support/database.js';
import { type DjangoDatabase, djangoDatabases } from '../support/django-databases.js';
import { createDjangoSite, shapeOf } from '../support/django-site.js';
import { newUser } from '../support/users.js';

const names = (db: TestDatabase, sql: string): Promise<string[]> =>
  db.query<{ name: string }>(sql).then((rows) => rows.map(({ name }) => name).sort());

const contentTypes = (db: TestDatabase, where = ''): Promise<string[]> =>
  names(db, `SELECT CONCAT(app_label, '.', model) AS name FROM django_content_type ${where}`);

const permissions = (db: TestDatabase, where = ''): Promise<string[]> =>
  names(
    db,
    `SELECT codename AS name FROM auth_permission JOIN django_content_type type
        ON type.id = content_type_id ${where}`,
  );

async function shapesOf(
  db: TestDatabase,
  { tables }: DjangoDatabase,
): Promise<Map<string, string>> {
  const shapes = new Map<string, string>();
  for (const table of tables.keys()) shapes.set(table, await shapeOf(db, table));
  return shapes;
}

async function rowsOf(db: TestDatabase, { tables }: DjangoDatabase): Promise<Map<string, unknown>> {
  const rows = new Map<string, unknown>();
  for (const table of tables.keys()) rows.set(table, await db.query(`SELECT * FROM ${table}`));
  return rows;
}

describe.each(djangoDatabases)('Django $version', (django) => {
  const schemaName = `adoption_${django.version.replace('.', '_')}`;

  test('finds on a fresh database the tables and rows that its own migrate makes', async () => {
    const site = await createDjangoSite(`${schemaName}_site`, django);
    const ours = await createTestDatabase(`${schemaName}_ours`, { DJANGO_VERSION: django.version });
    expect(await shapesOf(ours, django)).toEqual(await shapesOf(site, django));
    const byDjango = "WHERE app_label <> 'assets'";
    expect(await contentTypes(ours, byDjango)).toEqual(django.contentTypes);
    expect(await permissions(ours, byDjango)).toEqual(django.permissions);
    expect(await recorded(ours)).toEqual(django.migrations);
    await site.close();
    await ours.close();
  });

  test('loses and changes nothing on its own database; only the rows of our models come', async () => {
    const site = await createDjangoSite(schemaName, django);
    await newUser(site, { username: 'root' });
    await site.query("INSERT INTO django_session VALUES ('k1', 'data', '2018-07-19 05:56:25')");
    const [shapes, rows] = [await shapesOf(site, django), await rowsOf(site, django)];
    await runMigrations(site.dataSource);
    expect(await shapesOf(site, django)).toEqual(shapes);
    await site.query(
      `DELETE permission FROM auth_permission permission JOIN django_content_type type
          ON type.id = permission.content_type_id WHERE type.app_label = 'assets'`,
    );
    await site.query("DELETE FROM django_content_type WHERE app_label = 'assets'");
    expect(await rowsOf(site, django)).toEqual(rows);
    await site.close();
  });
});

test('a site of Django before 1.7 gets no record of migrations that it never ran', async () => {
  const [django] = djangoDatabases;
  if (!django) throw new Error('no release was printed');
  const site = await createDjangoSite('adoption_syncdb', django);
  await site.close();
  // Its upgrade to 5.2 begins by telling us so, before `migrate` was run.

  const upgraded = await openTestDatabase(site.url, { DJANGO_VERSION: '5.2' });
  await runMigrations(upgraded.dataSource);
  expect(await upgraded.query("SHOW TABLES LIKE 'django_migrations'")).toEqual([]);
  await upgraded.close();
});

async function recorded(db: TestDatabase): Promise<string[]> {
  const tables = await db.query("SHOW TABLES LIKE 'django_migrations'");
  return tables.length === 0
    ? []
    : names(db, "SELECT CONCAT(app, '.', name) AS name FROM django_migrations");
}
