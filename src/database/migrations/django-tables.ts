import type { MigrationInterface, QueryRunner } from 'typeorm';
import { ddlOf, djangoMigrations, djangoModels, djangoTables } from '../django-schema/index.js';
import { addModels } from './django-models.js';
import { usersOf } from './table-options.js';

/**
 * Django's tables, as `migrate` of this version makes them, where they are missing. A table that is there
 * belongs to the Django beside us and is left alone, whatever it looks like. A site with a model of users of its own has no
 * `auth_user`, and gets none.
 */
export function djangoTablesMigration(version: string): new () => MigrationInterface {
  return class implements MigrationInterface {
    readonly name = 'DjangoTables1700000000001';

    async up(runner: QueryRunner): Promise<void> {
      const present = await presentTables(runner);
      for (const table of djangoTables) {
        const ddl = ddlOf(table, version);
        if (ddl === undefined || present.has(table.name)) continue;
        if (isOfUsers(table.name) && !usersOf(runner).isDjangos) continue;
        // A site without it never ran `migrate`; one that says that everything was applied would mislead its upgrade.
        if (table.name === 'django_migrations' && present.size > 0) continue;
        await runner.query(ddl);
      }
      await fill(runner, 'auth_permission', () => addModels(runner, djangoModels, version));
      await fill(runner, 'django_migrations', () => recordMigrations(runner, version));
    }

    /** They may hold Django's data by now. */
    down(): Promise<void> {
      return Promise.resolve();
    }
  };
}

const isOfUsers = (table: string): boolean => /^auth_user(_|$)/.test(table);

async function presentTables(runner: QueryRunner): Promise<Set<string>> {
  const present = new Set<string>();
  for (const { name } of djangoTables) if (await runner.hasTable(name)) present.add(name);
  return present;
}

/** Django fills these tables at once, so an empty one is ours: of this start, or of one that was killed before it came to the rows. */
async function fill(
  runner: QueryRunner,
  table: 'auth_permission' | 'django_migrations',
  addRows: () => Promise<void>,
): Promise<void> {
  if (!(await runner.hasTable(table))) return;
  const rows = await runner.manager.query<unknown[]>(`SELECT 1 FROM ${table} LIMIT 1`);
  if (rows.length === 0) await runner.manager.transaction(addRows);
}

async function recordMigrations(runner: QueryRunner, version: string): Promise<void> {
  for (const { app, name } of djangoMigrations(version)) {
    await runner.query(
      'INSERT INTO django_migrations (app, name, applied) VALUES (?, ?, UTC_TIMESTAMP(6))',
      [app, name],
    );
  }
}
