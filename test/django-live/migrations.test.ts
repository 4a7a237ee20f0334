import { expect, test } from 'vitest';
import { runMigrations } from '../../src/database/index.js';
import {
  createEmptyDatabase,
  createTestDatabase,
  openTestDatabase,
  type TestDatabase,
} from '../support/database.js';
import { djangoManage, djangoVersion } from '../support/django.js';

/** Several commands of Django one after the other, each with a start of its own. */
const PATIENCE = 180_000;

const APPS = ['contenttypes', 'auth', 'sessions'];

/** Every table of Django with its columns, keys and constraints, as the server prints it. */
async function djangoTables(db: TestDatabase): Promise<Record<string, string>> {
  const tables = await db.query<{ name: string }>(
    `SELECT table_name AS name FROM information_schema.tables
      WHERE table_schema = DATABASE() AND table_name REGEXP '^(auth|django)_' ORDER BY table_name`,
  );
  const printed: Record<string, string> = {};
  for (const { name } of tables) {
    const [row] = await db.query<Record<string, string>>(`SHOW CREATE TABLE ${name}`);
    // The counter of ids is no part of the shape.
    printed[name] = (row?.['Create Table'] ?? '').replace(/ AUTO_INCREMENT=\d+/, '');
  }
  return printed;
}

function rowsOf(db: TestDatabase): Promise<unknown[]> {
  return db.query(
    `SELECT type.app_label, type.model, held.codename, held.name
       FROM django_content_type type JOIN auth_permission held ON held.content_type_id = type.id
      ORDER BY type.app_label, type.model, held.codename`,
  );
}

async function expectManage(url: string, args: string[]): Promise<string> {
  const { status, output } = await djangoManage(url, args);
  expect(output).not.toMatch(/Traceback|Error/);
  expect(status).toBe(0);
  return output;
}

test(
  'on a database that we made, migrate of Django has nothing to do for its own three apps',
  async () => {
    const db = await createTestDatabase('live_migrate_fresh', {
      DJANGO_VERSION: await djangoVersion(),
    });
    try {
      const tables = await djangoTables(db);
      for (const app of APPS)
        expect(await expectManage(db.url, ['migrate', app, '--plan'])).toContain(
          'No planned migration operations.',
        );
      await expectManage(db.url, ['migrate']);
      await expectManage(db.url, ['migrate', '--check']);
      await expectManage(db.url, ['makemigrations', '--check', '--dry-run']);
      await expectManage(db.url, ['check', '--database', 'default']);
      expect(await djangoTables(db)).toMatchObject(tables);
    } finally {
      await db.close();
    }
  },
  PATIENCE,
);

test(
  'migrate of Django adds no permission or content type beside those that we made',
  async () => {
    const db = await createTestDatabase('live_migrate_rows', {
      DJANGO_VERSION: await djangoVersion(),
    });
    try {
      const before = await rowsOf(db);
      await expectManage(db.url, ['migrate']);
      const ofAdmin = ['add', 'change', 'delete', 'view'].map((action) => ({
        app_label: 'admin',
        model: 'logentry',
        codename: `${action}_logentry`,
        name: `Can ${action} log entry`,
      }));
      expect(await rowsOf(db)).toEqual([...ofAdmin, ...before]);
    } finally {
      await db.close();
    }
  },
  PATIENCE,
);

test(
  'on a database that Django made, our migrations change no table and no migration of Django',
  async () => {
    const url = await createEmptyDatabase('live_migrate_django');
    await expectManage(url, ['migrate']);
    const db = await openTestDatabase(url, { DJANGO_VERSION: await djangoVersion() });
    try {
      const tables = await djangoTables(db);
      const applied = await db.query('SELECT * FROM django_migrations ORDER BY id');
      const rows = await rowsOf(db);
      expect(Object.keys(tables)).toContain('auth_user');
      await runMigrations(db.dataSource);
      expect(await djangoTables(db)).toEqual(tables);
      expect(await db.query('SELECT * FROM django_migrations ORDER BY id')).toEqual(applied);
      expect(await rowsOf(db)).toEqual(rows);
      await expectManage(url, ['migrate', '--check']);
    } finally {
      await db.close();
    }
  },
  PATIENCE,
);

test(
  'what we make on a fresh database is what Django makes',
  async () => {
    const url = await createEmptyDatabase('live_migrate_theirs');
    await expectManage(url, ['migrate']);
    const theirs = await openTestDatabase(url);
    const ours = await createTestDatabase('live_migrate_ours', {
      DJANGO_VERSION: await djangoVersion(),
    });
    try {
      const { django_admin_log: _, ...expected } = await djangoTables(theirs);
      expect(await djangoTables(ours)).toEqual(expected);
    } finally {
      await theirs.close();
      await ours.close();
    }
  },
  PATIENCE,
);
