import { readFile } from 'node:fs/promises';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { RowQueue } from '../../src/database/index.js';
import type { LocksView } from '../../src/locks/lock-view.js';
import { createTestApp, type TestApp } from '../support/app.js';
import type { Answer, Browser } from '../support/browser.js';
import { type Holder, hold, holdRow } from '../support/locks.js';
import { newAsset } from '../support/new-asset.js';
import { type PrivateServer, startPrivateServer } from '../support/private-server.js';
import { isMariaDb, ISOLATION } from '../support/server.js';
import { newLogin, newUser } from '../support/users.js';

/** Two clients, two assets `1` and `2`, and a transaction in SQL that is the barrier or the third party. */
interface Scene {
  readonly site: TestApp;
  readonly anna: Browser;
  readonly ben: Browser;
  readonly first: { readonly id: number; readonly path: string };
  readonly second: { readonly id: number; readonly path: string };
}

let scene: Scene;

const textOf = async (path: string, field = 'rack'): Promise<unknown> =>
  (await scene.anna.get(path)).body[field];

const etagOf = async (path: string): Promise<string> =>
  (await scene.anna.get(path)).headers.get('etag') ?? '';

const both = () => ({ id__in: [scene.first.id, scene.second.id] });

const bulk = (
  client: Browser,
  filter: object,
  set: object,
  headers?: Record<string, string>,
): Promise<Answer> => client.patch('/api/assets', { filter, set }, headers);

async function racks(): Promise<unknown[]> {
  const path = `/api/assets?ordering=id&id__in=${both().id__in.join(',')}`;
  const { body } = await scene.anna.get<{ results: { rack: string }[] }>(path);
  return body.results.map(({ rack }) => rack);
}

/** A transaction of somebody else; ended by `commit` or `rollback`. */
const write = (holder: Holder, id: number, rack: string) =>
  holder.query('UPDATE assets_asset SET rack = ? WHERE id = ?', [rack, id]);

const holding = (id: number) => holdRow(scene.site.db, 'assets_asset', id);

/** The server renews what it shows of its locks only when nobody has asked for a tenth of a second. */
const BETWEEN_LOOKS = 120;

/** The handshake: so many transactions wait for a row. */
async function waiting(count: number): Promise<void> {
  for (;;) {
    await pause(BETWEEN_LOOKS);
    const { body } = await scene.anna.get<LocksView>('/api/locks');
    if (body.transactions.filter(({ is_waiting }) => is_waiting).length >= count) return;
  }
}

/** @returns whether the anomaly of this line of the document was seen */
const ANOMALIES: Record<string, () => Promise<boolean>> = {
  async G0() {
    const barrier = await holding(scene.second.id);
    const a = bulk(scene.anna, both(), { rack: 'A' });
    await waiting(1);
    const b = bulk(scene.ben, both(), { rack: 'B' });
    await waiting(2);
    await barrier.commit();
    expect([(await a).status, (await b).status]).toEqual([200, 200]);
    const [one, two] = await racks();
    return one !== two;
  },

  async G1a() {
    const writer = await hold(scene.site.db);
    await write(writer, scene.first.id, 'never');
    const seen = [await textOf(scene.first.path), ...(await racks())];
    await writer.rollback();
    seen.push(await textOf(scene.first.path));
    const history = await scene.anna.get(`${scene.first.path}/history`);
    return JSON.stringify([seen, history.body]).includes('never');
  },

  async 'G1a in a bulk change'() {
    const answer = await bulk(scene.anna, both(), { serial: 'twice' });
    expect(answer.status).toBe(409);
    return (await textOf(scene.first.path, 'serial')) === 'twice';
  },

  async G1b() {
    const writer = await hold(scene.site.db);
    await write(writer, scene.first.id, 'draft');
    const seen = [await textOf(scene.first.path)];
    await write(writer, scene.first.id, 'final');
    seen.push(await textOf(scene.first.path));
    await writer.commit();
    seen.push(await textOf(scene.first.path));
    expect(seen.at(-1)).toBe('final');
    return seen.includes('draft');
  },

  async G1c() {
    const writer = await hold(scene.site.db);
    await write(writer, scene.first.id, 'theirs');
    await scene.anna.patch(scene.second.path, { rack: 'ours' });
    const isTheirsSeen = (await textOf(scene.first.path)) === 'theirs';
    await writer.rollback();
    return isTheirsSeen;
  },

  async OTV() {
    await bulk(scene.anna, both(), { rack: 'A' });
    const barrier = await holding(scene.second.id);
    const b = bulk(scene.ben, both(), { rack: 'B' });
    await waiting(1);
    const early = [await textOf(scene.first.path), await textOf(scene.second.path)];
    await barrier.commit();
    await b;
    const late = [await textOf(scene.first.path), await textOf(scene.second.path)];
    return [early, late].some(([one, two]) => one === 'B' && two !== 'B');
  },

  async 'PMP of reads'() {
    const list = async () =>
      (await scene.anna.get<{ results: unknown[] }>('/api/assets?site=PMP')).body.results.length;
    const before = await list();
    await scene.ben.post('/api/assets', { name: 'new', site: 'PMP' });
    return (await list()) !== before;
  },

  async 'PMP of writes'() {
    const mover = await hold(scene.site.db);
    await write(mover, scene.first.id, 'elsewhere');
    const change = bulk(scene.anna, { ...both(), rack: '' }, { notes: 'written' });
    await waiting(1);
    await mover.commit();
    expect((await change).body).toMatchObject({ ids: [scene.second.id] });
    return (await textOf(scene.first.path, 'notes')) === 'written';
  },

  async 'PMP of writes, the other way'() {
    await scene.ben.patch(scene.second.path, { rack: 'elsewhere' });
    const barrier = await holding(scene.first.id);
    const change = bulk(scene.anna, { ...both(), rack: '' }, { notes: 'written' });
    await waiting(1);
    await scene.ben.patch(scene.second.path, { rack: '' });
    await barrier.commit();
    await change;
    return (await textOf(scene.second.path, 'notes')) !== 'written';
  },

  async 'P4 of different fields'() {
    const [a, b] = await atOnce({ rack: 'A' }, { site: 'B' });
    expect([a.status, b.status]).toEqual([200, 200]);
    return (
      (await textOf(scene.first.path)) !== 'A' || (await textOf(scene.first.path, 'site')) !== 'B'
    );
  },

  async 'P4 of one field'() {
    const [a, b] = await atOnce({ rack: 'A' }, { rack: 'B' });
    return a.status === 200 && b.status === 200;
  },

  async 'P4 of one field, with If-Match'() {
    const tag = { 'if-match': await etagOf(scene.first.path) };
    const [a, b] = await atOnce({ rack: 'A' }, { rack: 'B' }, tag);
    const statuses = [a.status, b.status].sort();
    expect(statuses).toContain(200);
    return statuses[1] === 200;
  },

  async 'G-single'() {
    const one = await textOf(scene.first.path);
    await bulk(scene.ben, both(), { rack: 'B' });
    return one !== (await textOf(scene.second.path));
  },

  async 'G-single in one list'() {
    const barrier = await holding(scene.second.id);
    const change = bulk(scene.ben, both(), { rack: 'B' });
    await waiting(1);
    const lists = [await racks()];
    await barrier.commit();
    await change;
    lists.push(await racks());
    return lists.some(([one, two]) => one !== two);
  },

  async 'G-single, then a write with If-Match'() {
    const tag = { 'if-match': await etagOf(scene.first.path) };
    await bulk(scene.ben, both(), { rack: 'B' });
    const answer = await scene.anna.patch(scene.first.path, { notes: 'on top' }, tag);
    return answer.status === 200;
  },

  async 'G2-item'() {
    const tags = [await etagOf(scene.first.path), await etagOf(scene.second.path)];
    const [a, b] = await Promise.all([
      scene.anna.patch(scene.first.path, { rack: 'off' }, { 'if-match': tags[0] ?? '' }),
      scene.ben.patch(scene.second.path, { rack: 'off' }, { 'if-match': tags[1] ?? '' }),
    ]);
    return a.status === 200 && b.status === 200;
  },

  async 'G2-item, with a bulk change and If-Match'() {
    const tags = `${await etagOf(scene.first.path)}, ${await etagOf(scene.second.path)}`;
    const [a, b] = await Promise.all([
      bulk(scene.anna, both(), { rack: 'A' }, { 'if-match': tags }),
      bulk(scene.ben, both(), { rack: 'B' }, { 'if-match': tags }),
    ]);
    expect([a.status, b.status]).toContain(200);
    return a.status === 200 && b.status === 200;
  },
};

/** Two changes of the first asset that wait for the same row and then go one behind the other. */
async function atOnce(
  annas: object,
  bens: object,
  headers?: Record<string, string>,
): Promise<[Answer, Answer]> {
  const barrier = await holding(scene.first.id);
  const answers = [
    scene.anna.patch(scene.first.path, annas, headers),
    scene.ben.patch(scene.first.path, bens, headers),
  ] as const;
  // One process does writes of one row together: the second waits behind the first, which waits for the row.
  await waiting(1);
  const queue = scene.site.app.get(RowQueue);
  while (queue.waiting < 1) await new Promise((resolve) => setImmediate(resolve));
  await barrier.commit();
  return Promise.all(answers);
}

/** The lines of the table: the name of the anomaly and what is claimed with snapshot isolation off and on. */
async function claims(): Promise<string[][]> {
  const text = await readFile('docs/consistency.md', 'utf8');
  const rows = text.split('\n').filter((line) => /\| (not )?seen \|$/.test(line));
  return rows.map((line) => {
    const [, name = '', , off = '', on = ''] = line.split('|').map((cell) => cell.trim());
    return [name, off, on];
  });
}

const table = await claims();

test('the document has a line for each anomaly that is tried here, and no other', () => {
  expect(table.map(([name]) => name)).toEqual(Object.keys(ANOMALIES));
});

// MySQL has no such variable: it is as MariaDB with it off.
const MODES = isMariaDb ? (['OFF', 'ON'] as const) : (['OFF'] as const);

describe.each(MODES)('with innodb_snapshot_isolation=%s', (mode) => {
  let server: PrivateServer;
  let site: TestApp;
  const shared = process.env.TEST_DATABASE_URL;

  beforeAll(async () => {
    server = await startPrivateServer(isMariaDb ? [`--innodb-snapshot-isolation=${mode}`] : []);
    process.env.TEST_DATABASE_URL = server.url('mysql');
    site = await createTestApp('consistency', { LOCK_WAIT_SECONDS: '30' });
  });

  afterAll(async () => {
    await site.close();
    await server.stop();
    process.env.TEST_DATABASE_URL = shared;
  });

  beforeEach(async () => {
    scene = await newScene(site);
  });

  test('the server runs as said, and we read committed data', async () => {
    const [row] = await site.db.query(`SELECT @@${ISOLATION} AS isolation`);
    expect(row).toEqual({ isolation: 'READ-COMMITTED' });
    const snapshot = await site.db.query(`SHOW VARIABLES LIKE 'innodb_snapshot_isolation'`);
    expect(snapshot).toMatchObject(isMariaDb ? [{ Value: mode }] : []);
  });

  test.each(table.map(([name = '', off, on]) => [name, mode === 'ON' ? on : off]))(
    '%s is %s',
    async (name, claim) => {
      const isSeen = await ANOMALIES[name]?.();
      expect(isSeen ? 'seen' : 'not seen').toBe(claim);
    },
  );
});

async function newScene(site: TestApp): Promise<Scene> {
  await site.db.query('DELETE FROM assets_asset');
  await site.db.query('DELETE FROM auth_user');
  const [anna, ben] = [await clientOf(site, 'anna'), await clientOf(site, 'ben')];
  const [first, second] = [await newAsset(anna), await newAsset(anna)];
  return { site, anna, ben, first, second };
}

async function clientOf(site: TestApp, username: string): Promise<Browser> {
  const id = await newUser(site.db, { username, isSuperuser: true });
  const browser = site.browser();
  browser.jar.set('sessionid', await newLogin(site.db, site.config, id));
  await browser.get('/api/auth/csrf');
  return browser;
}
