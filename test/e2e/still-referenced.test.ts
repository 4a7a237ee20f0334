import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestApp, type TestApp } from '../support/app.js';
import type { Browser } from '../support/browser.js';
import { loginOf } from '../support/logins.js';
import { newAsset } from '../support/new-asset.js';
import { newUser } from '../support/users.js';

// A Django app beside ours has a model with a foreign key to the assets (`on_delete=PROTECT` and the like).
let site: TestApp;
let root: Browser;
let free: number;
let lent: number;

beforeAll(async () => {
  site = await createTestApp('still_referenced');
  const rootId = await newUser(site.db, { username: 'root', isSuperuser: true });
  root = await loginOf(site, rootId);
  free = (await newAsset(root)).id;
  lent = (await newAsset(root)).id;
  await site.db.query(
    `CREATE TABLE lending_loan (id int AUTO_INCREMENT PRIMARY KEY, asset_id bigint NOT NULL,
      CONSTRAINT lending_loan_asset FOREIGN KEY (asset_id) REFERENCES assets_asset (id))`,
  );
  await site.db.query('INSERT INTO lending_loan (asset_id) VALUES (?)', [lent]);
});

afterAll(() => site.close());

const REFUSED = {
  status: 409,
  code: 'still_referenced',
  table: 'lending_loan',
  detail:
    'The table lending_loan still refers to it. Nothing was deleted; remove what refers to it first.',
};

const ids = async () =>
  (await site.db.query<{ id: number }>('SELECT id FROM assets_asset ORDER BY id')).map(
    ({ id }) => id,
  );

test('an asset to which another table refers is not deleted, and the answer names the table', async () => {
  const { status, body } = await root.delete(`/api/assets/${lent}`);
  expect(status).toBe(409);
  expect(body).toMatchObject(REFUSED);
  expect(await ids()).toEqual([free, lent]);
});

test('a delete by filter that meets one deletes none', async () => {
  const { status, body } = await root.delete('/api/assets', { filter: { id__in: [free, lent] } });
  expect(status).toBe(409);
  expect(body).toMatchObject(REFUSED);
  expect(await ids()).toEqual([free, lent]);
});

const operations = () => [
  { op: 'delete', id: free },
  { op: 'delete', id: lent },
];

test('an atomic batch that meets one does nothing and names the operation', async () => {
  const { status, body } = await root.post('/api/assets/batch', {
    atomic: true,
    operations: operations(),
  });
  expect(status).toBe(409);
  expect(body).toMatchObject({
    code: 'still_referenced',
    table: 'lending_loan',
    operation: { index: 1, op: 'delete' },
  });
  expect(await ids()).toEqual([free, lent]);
});

test('a partial batch deletes the other one', async () => {
  const { status, body } = await root.post('/api/assets/batch', {
    atomic: false,
    operations: operations(),
  });
  expect(status).toBe(200);
  expect(body).toMatchObject({ failed: 1, results: [{ status: 204 }, REFUSED] });
  expect(await ids()).toEqual([lent]);
});
