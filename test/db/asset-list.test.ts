import type { PoolConnection } from 'mysql2';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { assetModel, assetsBeside } from '../../src/assets/asset.model.js';
import { DJANGO_USER } from '../../src/database/index.js';
import { plainRowsOn } from '../../src/database/statement.js';
import {
  compileFilter,
  compileList,
  pageOf,
  parseListQuery,
  type QueryParameters,
  selectWithin,
} from '../../src/records/index.js';
import { createTestDatabase, type TestDatabase } from '../support/database.js';
import { ENDLESS } from '../support/server.js';
import { newUser } from '../support/users.js';

const ROWS = 4000;
const LIMIT = 10;

const ASSETS = assetsBeside(DJANGO_USER);

let db: TestDatabase;

beforeAll(async () => {
  db = await createTestDatabase('asset_list_sql');
  const rows = Array.from({ length: ROWS }, (_, i) => [
    `T-${i}`,
    `n${i}`,
    i % 5 === 0 ? 'lost' : 'deployed',
    'server',
    'x',
    String(i % 2),
    '',
    '{}',
  ]);
  await db.query(
    'INSERT INTO assets_asset (asset_tag, name, status, category, site, rack, notes, custom) VALUES ?',
    [rows],
  );
});

afterAll(() => db.close());

/** Reads one page as the list does, and counts the rows that the server touched for it. */
async function read(
  parameters: QueryParameters,
): Promise<{ next: string | null; touched: number }> {
  const query = parseListQuery(parameters, ASSETS);
  const { columns, from, where, orderBy, limit } = compileList(query);
  const runner = db.dataSource.createQueryRunner();
  try {
    const connection = (await runner.connect()) as PoolConnection;
    await runner.query('FLUSH STATUS');
    const rows = await plainRowsOn(
      connection,
      `SELECT ${columns.join(', ')} FROM ${from} WHERE ${where.sql} ORDER BY ${orderBy} LIMIT ${limit}`,
      [...where.params],
    );
    const counters = await runner.manager.query<{ Value: string }[]>(
      "SHOW SESSION STATUS WHERE Variable_name RLIKE '^Handler_read_(next|prev|rnd_next|rnd)$'",
    );
    const touched = counters.reduce((sum, { Value }) => sum + Number(Value), 0);
    return { next: pageOf(rows, query).next, touched };
  } finally {
    await runner.release();
  }
}

test.each<[name: string, parameters: Record<string, string>]>([
  ['a status by its last change', { status: 'deployed', ordering: '-updated_at' }],
  ['all by their last change', { ordering: '-updated_at' }],
  ['all by name', { ordering: 'name' }],
  ['a category by id', { category: 'server' }],
  ['a rack by id', { site: 'x', rack: '1', ordering: '-id' }],
  ['a site by rack', { site: 'x', ordering: 'rack' }],
])('a page far down costs as much as the first one: %s', async (_name, parameters) => {
  let cursor: string | null = null;
  for (let page = 0; page < 150; page += 1) {
    const { next, touched } = await read({
      ...parameters,
      limit: String(LIMIT),
      fields: 'id',
      ...(cursor === null ? {} : { cursor }),
    });
    expect(touched).toBeLessThan(4 * LIMIT);
    cursor = next;
  }
  expect(cursor).not.toBeNull();
});

test('the indexes that lists rely on are there', async () => {
  const rows = await db.query<{ name: string; fields: string }>(
    `SELECT INDEX_NAME AS name, GROUP_CONCAT(COLUMN_NAME ORDER BY SEQ_IN_INDEX) AS fields
     FROM information_schema.STATISTICS
     WHERE TABLE_SCHEMA = DATABASE() AND TABLE_NAME = 'assets_asset' GROUP BY INDEX_NAME`,
  );
  const there = Object.fromEntries(rows.map(({ name, fields }) => [name, fields.split(',')]));
  expect(there).toMatchObject(
    Object.fromEntries(assetModel.indexes.map(({ name, columns }) => [name, columns])),
  );
});

test('a list that takes too long is stopped by the server', async () => {
  await expect(db.database.query(`${selectWithin(0.1)} ${ENDLESS}`)).rejects.toMatchObject({
    code: 'query_timeout',
  });
});

test('a filter by the name of the holder locks the assets and leaves the users free', async () => {
  const userId = await newUser(db, { username: 'alice' });
  await db.query('UPDATE assets_asset SET assigned_to_id = ? WHERE id = 1', [userId]);
  const { sql, params } = compileFilter({ assigned_to__username: 'alice' }, ASSETS);
  await db.database.inTransaction(async (tx) => {
    const locked: unknown = await tx.query(
      `SELECT id FROM assets_asset asset WHERE ${sql} ORDER BY id FOR UPDATE`,
      [...params],
    );
    expect(locked).toEqual([{ id: 1 }]);
    const lockOf = (table: string, id: number) =>
      db.query(`SELECT id FROM ${table} WHERE id = ? FOR UPDATE NOWAIT`, [id]);
    await expect(lockOf('assets_asset', 1)).rejects.toThrow(/lock/i);
    expect(await lockOf('auth_user', userId)).toHaveLength(1);
    expect(await lockOf('assets_asset', 2)).toHaveLength(1);
  });
});
