import { z } from 'zod';
import { createEmptyDatabase, openTestDatabase, type TestDatabase } from './database.js';
import { readFixture } from './django-vectors.js';

const Schemas = z.record(
  z.string(),
  z.object({
    show_create_table: z.record(z.string(), z.string()),
    migrations: z.record(z.string(), z.string()).optional(),
  }),
);

/** Releases whose tables stand in `test/fixtures/django/schema.json`. */
export type SchemaRelease = '1.4.16' | '1.5.5' | '1.7.1' | '1.11.2' | '2.2.28' | '4.1.3' | '5.2.19';

/** A database as `migrate` of that Django left it on MariaDB, with nothing of ours in it. */
export async function createDjangoDatabase(
  name: string,
  release: SchemaRelease,
): Promise<TestDatabase> {
  const schema = Schemas.parse(readFixture('schema.json'))[release];
  if (!schema) throw new Error(`no schema of Django ${release}`);
  const version = release.split('.').slice(0, 2).join('.');
  const url = await createEmptyDatabase(name);
  const db = await openTestDatabase(url, { DJANGO_VERSION: version });
  for (const ddl of Object.values(schema.show_create_table)) await db.query(ddl);
  for (const migration of Object.keys(schema.migrations ?? {})) {
    const [app, ...rest] = migration.split('.');
    await db.query('INSERT INTO django_migrations (app, name, applied) VALUES (?, ?, NOW())', [
      app,
      rest.join('.'),
    ]);
  }
  return db;
}
