import { request as httpRequest } from 'node:http';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { DataSource } from 'typeorm';
import { EventFeed } from '../../src/events/index.js';
import { createTestApp, startApp, type TestApp } from '../support/app.js';
import { Browser } from '../support/browser.js';
import { Contract } from '../support/contract.js';
import { LABEL, type Sample, Samples } from '../support/contract-samples.js';
import { hold } from '../support/locks.js';
import { modelsFile } from '../support/site-models.js';
import { newLogin, newSession, newUser, PASSWORD } from '../support/users.js';

/** Documented, and not to be had from outside in this test. */
const NOT_PROVOKED: ReadonlyMap<string, string> = new Map([
  [
    'POST /api/auth/password 409',
    'Two changes of one password must meet between check and write, which takes a hash on both sides.',
  ],
  [
    'GET /api/models/{label}/export 409',
    'Needs a table without a key and with many rows; models-export.test.ts has one.',
  ],
]);

const MODELS = {
  LOCKSTEP_MODELS: modelsFile({
    'assets.asset': {},
    'auth.group': {
      editable: ['name'],
      add: true,
      delete: true,
      permissions: { view: 'IsAuthenticated' },
    },
  }),
};

let site: TestApp;
let contract: Contract;
let samples: Samples;
let root: Browser;
let rootId: number;
let key: string;

beforeAll(async () => {
  site = await createTestApp('contract', MODELS);
  rootId = await newUser(site.db, { username: 'root', isSuperuser: true, isStaff: true });
  key = await newLogin(site.db, site.config, rootId);
  samples = new Samples(site, rootId);
  contract = await Contract.of(site.origin);
  root = await rootAt(site.origin);
});

afterAll(() => site.close());

async function rootAt(origin: string): Promise<Browser> {
  const browser = new Browser(origin);
  browser.jar.set('sessionid', key);
  await browser.get('/api/auth/csrf');
  return browser;
}

/** Calls an operation with its sample. */
async function call(browser: Browser, operation: string, status: number, over: Sample = {}) {
  const { malformed: _, status: __, ...sample } = await samples.of(operation);
  const headers = { ...sample.headers, ...over.headers };
  return contract.call(browser, { operation, ...sample, ...over, headers }, status);
}

test('every operation answers as the document says', { timeout: 120_000 }, async () => {
  for (const operation of contract.operations.keys()) {
    if (operation === 'GET /api/events' || operation === 'POST /api/auth/logout') continue;
    const { status = 200 } = await samples.of(operation);
    const user = operation === 'POST /api/auth/password' ? await freshLogin() : root;
    await call(user, operation, status);
  }
  const other = await freshLogin();
  await call(other, 'POST /api/auth/logout', 204);
});

async function freshLogin(): Promise<Browser> {
  const id = await newUser(site.db, { username: `u${Math.random()}`, isSuperuser: true });
  const browser = site.browser();
  browser.jar.set('sessionid', await newLogin(site.db, site.config, id));
  await browser.get('/api/auth/csrf');
  return browser;
}

test('the feed of events is a stream of the documented type', async () => {
  const stop = new AbortController();
  const { status, headers } = await fetch(`${site.origin}/api/events`, {
    headers: { cookie: `sessionid=${key}` },
    signal: stop.signal,
  });
  stop.abort();
  contract.check('GET /api/events', { status, headers, body: '', cookies: [] });
});

test('the feed refuses a user who has his share of its places', async () => {
  const feed = site.app.get(EventFeed, { strict: false });
  const id = await newUser(site.db, { username: 'listener', isSuperuser: true });
  const listener = site.browser();
  listener.jar.set('sessionid', await newLogin(site.db, site.config, id));
  const taken = Array.from({ length: 100 }, () => feed.enter(id));
  await call(listener, 'GET /api/events', 429);
  taken.forEach((leave) => {
    leave();
  });
});

test('every guarded operation refuses a stranger', async () => {
  for (const operation of contract.withStatus(401)) {
    const over =
      operation === 'POST /api/auth/login' ? { body: { username: 'root', password: 'wrong' } } : {};
    const stranger = site.browser();
    await stranger.get('/api/auth/csrf');
    await call(stranger, operation, 401, over);
  }
});

test('every operation with a permission refuses a user without it, and every write one without a token', async () => {
  const nobody = site.browser();
  const id = await newUser(site.db, { username: 'nobody' });
  nobody.jar.set('sessionid', await newLogin(site.db, site.config, id));
  for (const operation of contract.withStatus(403)) await call(nobody, operation, 403);
});

test('every operation says what is wrong with a malformed request', async () => {
  for (const operation of contract.withStatus(400)) {
    const { malformed } = await samples.of(operation);
    if (!malformed) throw new Error(`no malformed sample of ${operation}`);
    await call(root, operation, 400, malformed);
  }
});

/** A batch, of assets or of rows of models, that deletes one row under a condition. */
const deletion = (operation: string, id: number, onAsset: object, onRow = onAsset): Sample => ({
  body: {
    operations: [
      operation.startsWith('POST /api/assets')
        ? { op: 'delete', id, ...onAsset }
        : { op: 'delete', model: LABEL.label, key: id, ...onRow },
    ],
  },
});

test('every operation on one row says when there is none', async () => {
  for (const operation of contract.withStatus(404)) {
    const batch = deletion(operation, 999_999_999, {});
    const missing = { params: { ...LABEL, id: 999_999_999, key: 'x'.repeat(32) } };
    const unserved = operation.includes('{label}')
      ? { params: { label: 'auth.user' } }
      : { query: '?model=auth.user' };
    const isOfRow = /\{(id|key)\}/.test(operation) && !operation.startsWith('PUT /api/models');
    await call(
      root,
      operation,
      404,
      operation.endsWith('/batch') ? batch : isOfRow ? missing : unserved,
    );
  }
});

test('every write on a locked row says so to a caller who does not wait', async () => {
  const headers = { prefer: 'wait=0' };
  for (const operation of contract.withStatus(423)) {
    const { malformed: _, status: __, ...sample } = await samples.of(operation);
    const holder = await hold(site.db);
    const table = operation === 'POST /api/assets' ? 'lockstep_counter' : 'assets_asset';
    try {
      await holder.query(`SELECT * FROM ${table} FOR UPDATE`);
      await holder.query('SELECT * FROM auth_group FOR UPDATE');
      // Whether there is a second group of this name is open until the first is there or gone.
      if (operation === 'POST /api/models/{label}')
        await holder.query('INSERT INTO auth_group (name) VALUES (?)', [
          (sample.body as { name: string }).name,
        ]);
      const all = { ...sample, headers: { ...sample.headers, ...headers } };
      await contract.call(root, { operation, ...all }, 423);
    } finally {
      await holder.rollback();
    }
  }
});

test('every conditional write refuses one who read an older version', async () => {
  const lease = { 'lease-token': 'nobody-has-this' };
  for (const operation of contract.withStatus(412)) {
    const { id } = await (operation.includes('assets') ? samples.newAsset() : samples.newGroup());
    const batch = deletion(operation, id, { version: 99 }, { if_match: '"1.999"' });
    const isEndOfLease = /^DELETE .*\/lease$/.test(operation);
    const headers = isEndOfLease ? lease : { ...lease, 'if-match': '"1.999"' };
    await call(root, operation, 412, operation.endsWith('/batch') ? batch : { headers });
  }
});

test('every write that needs a condition says so where one is asked for', async () => {
  const strict = await startApp(site.db.url, { ...MODELS, REQUIRE_IF_MATCH: 'true' });
  const browser = await rootAt(strict.origin);
  for (const operation of contract.withStatus(428)) await call(browser, operation, 428);
  await strict.app.close();
});

test('every conflict is answered with who or what stands in the way', async () => {
  const first = await samples.newAsset();
  const held = await samples.newAsset('deployed');
  const retired = await samples.newAsset('retired');
  const lent = await samples.newAsset();
  await site.db.query(
    `CREATE TABLE lending_loan (asset_id bigint NOT NULL,
      FOREIGN KEY (asset_id) REFERENCES assets_asset (id))`,
  );
  await site.db.query('INSERT INTO lending_loan VALUES (?)', [lent.id]);
  await site.db.query('UPDATE assets_asset SET assigned_to_id = ? WHERE id = ?', [rootId, held.id]);
  const pickle = await newSession(site.db, site.config, {});
  await site.db.query('UPDATE django_session SET session_data = ? WHERE session_key = ?', [
    Buffer.from(`${'0'.repeat(40)}:\x80\x04}.`, 'latin1').toString('base64'),
    pickle,
  ]);
  const unreadable = await rootAt(site.origin);
  unreadable.jar.set('sessionid', pickle);
  const taken = { name: (await samples.newGroup()).name };
  const { id: used } = await samples.newGroup();
  await site.db.query(
    'INSERT INTO auth_group_permissions (group_id, permission_id) SELECT ?, MIN(id) FROM auth_permission',
    [used],
  );
  const groups = { filter: { name__startswith: 'group' }, max: 1 };
  const conflicts: Record<string, Sample> = {
    'POST /api/models/{label}': { body: taken },
    'PATCH /api/models/{label}/{key}': { body: taken },
    'PUT /api/models/{label}/{key}': { body: taken },
    'DELETE /api/models/{label}/{key}': { params: { ...LABEL, key: used } },
    'PATCH /api/models/{label}': { body: { ...groups, set: { name: 'x' } } },
    'DELETE /api/models/{label}': { body: groups },
    'POST /api/models/{label}/claim': { body: { set: { name: 'x' }, count: 500 } },
    'POST /api/assets': { body: { name: 'x', serial: first.serial } },
    'PATCH /api/assets/{id}': { body: { serial: first.serial } },
    'DELETE /api/assets/{id}': { params: { id: lent.id } },
    'PATCH /api/assets': { body: { filter: {}, all: true, set: { rack: '1' }, max: 1 } },
    'DELETE /api/assets': { body: { filter: {}, all: true, max: 1 } },
    'POST /api/assets/{id}/check-out': { params: { id: held.id } },
    'POST /api/assets/{id}/check-in': { params: { id: first.id } },
    'POST /api/assets/{id}/transition': { params: { id: retired.id }, body: { status: 'lost' } },
    'POST /api/assets/allocate': {
      body: { filter: { id: first.id }, count: 500, user_id: rootId },
    },
    'POST /api/assets/batch': { body: { operations: [{ op: 'check-in', id: first.id }] } },
    'POST /api/batch': {
      body: { operations: [{ op: 'create', model: LABEL.label, values: taken }] },
    },
    'PATCH /api/session': {},
  };
  for (const operation of contract.withStatus(409)) {
    if (NOT_PROVOKED.has(`${operation} 409`)) continue;
    const user = operation === 'PATCH /api/session' ? unreadable : root;
    await call(user, operation, 409, conflicts[operation]);
  }
});

test('logins and passwords that are guessed too often are refused for a while', async () => {
  const limited = await startApp(site.db.url, { LOGIN_RATE_LIMIT: '1' });
  const browser = await rootAt(limited.origin);
  const wrong = {
    'POST /api/auth/login': { body: { username: 'root', password: 'wrong' } },
    'POST /api/auth/password': {
      body: { old_password: 'wrong', new_password: 'another horse battery staple' },
    },
  };
  for (const [operation, over] of Object.entries(wrong)) {
    await browser.send('POST', operation.slice(5), over.body);
    await call(browser, operation, 429, over);
  }
  await limited.app.close();
});

test('files and formats that cannot be taken or given are refused', async () => {
  const { etag } = await etagOfNew();
  await call(root, 'GET /api/assets/{id}', 304, etag);
  const group = 'GET /api/models/{label}/{key}';
  const { params = {} } = await samples.of(group);
  const tag = (await call(root, group, 200, { params })).headers.get('etag') ?? '';
  await call(root, group, 304, { params, headers: { 'if-none-match': tag } });
  const fresh = { params: { ...LABEL, key: 1_000_000 }, body: { name: 'put' } };
  await call(root, 'PUT /api/models/{label}/{key}', 201, fresh);
  for (const operation of ['GET /api/assets/export', 'GET /api/models/{label}/export']) {
    const { params: of = {} } = await samples.of(operation);
    await call(root, operation, 406, { params: of, headers: { accept: 'image/png' } });
    await call(root, operation, 200, { params: of, query: '?format=ndjson' });
  }
  for (const [importing, of, body] of [
    ['POST /api/assets/import', {}, 'asset_tag,status\nX,sold\n'],
    ['POST /api/models/{label}/import', LABEL, 'id,name\n1000000,\n1000001\n'],
  ] as const) {
    const unknown = { params: of, headers: { 'content-type': 'application/json' } };
    await call(root, importing, 415, unknown);
    await call(root, importing, 422, { params: of, body });
    const path = importing.slice(5).replace('{label}', LABEL.label);
    contract.check(importing, await tooLarge(path));
  }
  await call(root, 'POST /api/sessions/decode', 422, {
    body: {
      session_data: Buffer.from(`${'0'.repeat(40)}:\x80\x04}.`, 'latin1').toString('base64'),
    },
  });
  const stranger = site.browser();
  await stranger.get('/api/auth/csrf');
  await call(stranger, 'PATCH /api/session', 413, { body: { theme: 'dark'.repeat(3_000) } });
});

async function etagOfNew() {
  const { id } = await samples.newAsset();
  const { headers } = await root.get(`/api/assets/${id}`);
  return { etag: { params: { id }, headers: { 'if-none-match': headers.get('etag') ?? '' } } };
}

/** Only says that it will send too much. */
function tooLarge(path: string): Promise<Awaited<ReturnType<Contract['call']>>> {
  return new Promise((resolve, reject) => {
    const headers = {
      cookie: [...root.jar].map((pair) => pair.join('=')).join('; '),
      'x-csrftoken': root.jar.get('csrftoken') ?? '',
      'content-type': 'text/csv',
      'content-length': 300_000_000,
    };
    const sent = httpRequest(site.origin + path, { method: 'POST', headers });
    sent.on('error', reject).flushHeaders();
    sent.on('response', (answer) => {
      answer.setEncoding('utf8').on('data', (text: string) => {
        const { statusCode: status = 0, headers: given } = answer;
        const type = new Headers({ 'content-type': given['content-type'] ?? '' });
        resolve({ status, headers: type, body: JSON.parse(text) as unknown, cookies: [] });
        sent
          .off('error', reject)
          .on('error', () => undefined)
          .destroy();
      });
    });
  });
}

test('every write refuses a second request under the key of another one', async () => {
  const others: Record<string, object> = {
    'POST /api/assets': { name: 'other' },
    'PATCH /api/assets/{id}': { rack: '8' },
    'POST /api/models/{label}': { name: 'other' },
    'PATCH /api/models/{label}/{key}': { name: 'other' },
    'POST /api/assets/batch': { operations: [{ op: 'create', values: { name: 'other' } }] },
    'POST /api/batch': {
      operations: [{ op: 'create', model: LABEL.label, values: { name: 'x' } }],
    },
  };
  for (const operation of contract.withStatus(422).filter(takesKey)) {
    const { malformed: _, status = 200, ...sample } = await samples.of(operation);
    const headers = { 'idempotency-key': operation.replace(/[^A-Za-z]/g, '-') };
    await contract.call(root, { operation, ...sample, headers }, status);
    const body = others[operation] ?? { ...(sample.body as object), note: 'another' };
    await contract.call(root, { operation, ...sample, headers, body }, 422);
  }
});

const takesKey = (operation: string): boolean =>
  !operation.endsWith('/import') && operation !== 'POST /api/sessions/decode';

test('every operation that needs the database says when it is away', async () => {
  const cutOff = await startApp(site.db.url, MODELS);
  const browser = await rootAt(cutOff.origin);
  const driver: unknown = cutOff.app.get(DataSource).driver;
  const { pool } = driver as { pool: { end(done: () => void): void } };
  await new Promise<void>((resolve) => {
    pool.end(resolve);
  });
  for (const operation of contract.withStatus(503)) {
    const isLogin = operation === 'POST /api/auth/login';
    await call(
      browser,
      operation,
      503,
      isLogin ? { body: { username: 'x', password: PASSWORD } } : {},
    );
  }
  await cutOff.app.close().catch(() => undefined);
});

test('nothing in the document is left unproven', () => {
  const open = contract.documented.filter((pair) => !contract.seen.has(pair));
  expect(open.toSorted()).toEqual([...NOT_PROVOKED.keys()].toSorted());
});
