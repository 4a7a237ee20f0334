import type { MigrationInterface, QueryRunner } from 'typeorm';
import { ddlOf, djangoMigrations, djangoModels, djangoTables } from '../django-schema/index.js';
import { addModels } from './django-models.js';

/**
 * Django's tables, as `migrate` of this version makes them, where they are missing. A table that is there
 * belongs to the Django beside us and is left alone, whatever it looks like.
 */
export function djangoTablesMigration(version: string): new () => MigrationInterface {
  return class implements MigrationInterface {
    readonly name = 'DjangoTables1700000000001';

    async up(runner: QueryRunner): Promise<void> {
      const created = new Set<string>();
      for (const table of djangoTables) {
        const ddl = ddlOf(table, version);
        if (ddl === undefined || (await runner.hasTable(table.name))) continue;
        await runner.query(ddl);
        created.add(table.name);
      }
      if (created.has('auth_permission')) await addModels(runner, djangoModels, version);
      if (created.has('django_migrations')) await recordMigrations(runner, version);
    }

    /** They may hold Django's data by now. */
    down(): Promise<void> {
      return Promise.resolve();
    }
  };
}

async function recordMigrations(runner: QueryRunner, version: string): Promise<void> {
  for (const { app, name } of djangoMigrations(version)) {
    await runner.query(
      'INSERT INTO django_migrations (app, name, applied) VALUES (?, ?, UTC_TIMESTAMP(6))',
      [app, name],
    );
  }
}
