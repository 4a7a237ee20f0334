import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { runMigrations } from '../../src/database/index.js';
import { RecordEvents } from '../../src/events/index.js';
import { openTestApp, startApp, type TestApp } from '../support/app.js';
import { Browser } from '../support/browser.js';
import { cookieOf, EventListener, heard, Listeners } from '../support/event-listener.js';
import { loginOf } from '../support/logins.js';
import { newAsset } from '../support/new-asset.js';
import { createSiteDatabase } from '../support/site-database.js';
import { writeModelsFile } from '../support/site-models.js';
import { grant, newUser } from '../support/users.js';

const LABEL = 'blog.asset_db';
const SERVERS = `/api/models/${LABEL}`;

interface Event {
  id: number;
  key: string | null;
  kind: string;
  source: string;
  actor: { id: number; username: string | null } | null;
  note: string | null;
  changes: Record<string, { before: unknown; after: unknown }>;
}

interface History {
  results: Event[];
  next: string | null;
  covers: string;
}

let site: TestApp;
let root: Browser;
let rootId: number;
const listeners = new Listeners();

const ENV = { DJANGO_VERSION: '3.2', EVENT_HEARTBEAT_SECONDS: '1' };
const ENTRY = {
  lookup_field: 'serverno',
  editable: ['ip_addr', 'cpu', 'memory', 'status', 'owner', 'remark2', 'ethernets'],
  add: true,
  delete: true,
  defaults: { passwd: '' },
};

const fileWith = (entry: object = {}) =>
  writeModelsFile('blog', {
    [LABEL]: { ...ENTRY, ...entry },
    'blog.ethernet': {},
    'assets.asset': {},
  });

beforeAll(async () => {
  const db = await createSiteDatabase('models_history', 'blog');
  await runMigrations(db.dataSource);
  site = await openTestApp(db, { ...ENV, LOCKSTEP_MODELS: await fileWith() });
  rootId = await newUser(db, { username: 'root', isSuperuser: true });
  root = await loginOf(site, rootId);
}, 120_000);

afterEach(() => listeners.close());

afterAll(() => site.close());

/** Somebody with these permissions. */
async function visitor(username: string, ...permissions: string[]): Promise<Browser> {
  const id = await newUser(site.db, { username });
  await grant(site.db, id, ...permissions);
  return loginOf(site, id);
}

const history = (key: string, as = root, query = '') =>
  as.get<History>(`${SERVERS}/${key}/history${query}`);

/** An event as it may stand there from another time. */
const write = (key: string, changes: Record<string, readonly [unknown, unknown]>, model = LABEL) =>
  site.db.database.inTransaction(
    (tx) =>
      site.app.get(RecordEvents).add(tx, [{ model, key, kind: 'updated', changes }], 'by hand'),
    { actorId: rootId },
  );

test('a history names who changed what, newest first, page by page', async () => {
  await root.patch(`${SERVERS}/SN2`, { status: 'Broken' });
  await root.patch(`${SERVERS}/SN2`, { memory: 7, ethernets: [1] });
  await root.patch(`${SERVERS}/SN2`, { memory: 7 });
  const { status, body } = await history('SN2');
  expect(status).toBe(200);
  expect(body).toMatchObject({
    next: null,
    covers: 'api',
    results: [
      {
        model: LABEL,
        kind: 'updated',
        source: 'api',
        actor: { id: rootId, username: 'root' },
        note: null,
        changes: { memory: { after: 7 }, ethernets: { after: [1] } },
      },
      { changes: { status: { after: 'Broken' } } },
    ],
  });
  const first = await history('SN2', root, '?limit=1');
  expect(first.body.results).toEqual(body.results.slice(0, 1));
  const second = await root.get<History>(first.body.next ?? '');
  expect(second.body).toMatchObject({ results: body.results.slice(1), next: null });
  expect((await history('SN2', root, '?cursor=x')).status).toBe(400);
});

test('a row without events has an empty history, one that is gone keeps its own, by whichever field it is named', async () => {
  expect((await history('SN1')).body).toEqual({ results: [], next: null, covers: 'api' });
  await root.post(SERVERS, { serverno: 'gone/ü', ip_addr: '10.0.0.9', owner: 'x' });
  const path = `${SERVERS}/${encodeURIComponent('gone/ü')}`;
  await root.patch(path, { status: 'Online' });
  expect((await root.delete(path)).status).toBe(204);
  const { body } = await root.get<History>(`${path}/history?limit=2`);
  expect(body.results.map(({ kind }) => kind)).toEqual(['deleted', 'updated']);
  const rest = await root.get<History>(body.next ?? '');
  expect(rest.body.results.map(({ kind }) => kind)).toEqual(['created']);
  expect((await history('never')).body).toMatchObject({ status: 404, code: 'record_not_found' });
  const key = body.results[0]?.key ?? '';
  const byKey = await startApp(site.db.url, {
    ...ENV,
    LOCKSTEP_MODELS: await fileWith({ lookup_field: 'id', add: false }),
  });
  const there = new Browser(byKey.origin, root.jar);
  const gone = await there.get<History>(`${SERVERS}/${key}/history`);
  expect(gone.body.results).toHaveLength(3);
  expect((await there.get(`${SERVERS}/999999/history`)).status).toBe(404);
  expect((await there.get(`${SERVERS}/x/history`)).status).toBe(404);
  await byKey.app.close();
});

test('the view permission of the model is needed, else there is no such model', async () => {
  const nobody = await visitor('nobody');
  for (const path of [`${SERVERS}/SN2/history`, `${SERVERS}/never/history`])
    expect((await nobody.get(path)).body).toMatchObject({ status: 404, code: 'model_not_found' });
  const viewer = await visitor('viewer', 'blog.view_asset_db');
  expect((await history('SN2', viewer)).status).toBe(200);
  expect((await root.get('/api/models/blog.nothing/1/history')).status).toBe(404);
});

test('what is not shown now appears in no history and no feed, whatever was shown when it was written', async () => {
  const listener = await listeners.listen(site.origin, root, { query: `?model=${LABEL}` });
  await write('1', { passwd: ['hush', 'more'], gone: [1, 2], status: ['Online', 'x'] });
  await heard(listener, 1);
  const changes = { status: { before: 'Online', after: 'x' } };
  expect(listener.events[0]?.data).toMatchObject({ key: '1', note: 'by hand', changes });
  expect(listener.events[0]?.data.changes).toEqual(changes);
  expect((await history('SN1')).body.results[0]?.changes).toEqual(changes);
  const less = await startApp(site.db.url, {
    ...ENV,
    LOCKSTEP_MODELS: await writeModelsFile('blog', {
      [LABEL]: { lookup_field: 'serverno', fields: ['serverno', 'memory'] },
    }),
  });
  const there = new Browser(less.origin, root.jar);
  const { body } = await there.get<History>(`${SERVERS}/SN1/history`);
  expect(body.results[0]).toMatchObject({ key: null, changes: {} });
  await less.app.close();
});

test('related keys are told to whoever may see the other model', async () => {
  const viewer = await visitor('half', 'blog.view_asset_db');
  const query = `?model=${LABEL}`;
  const [whole, half] = [
    await listeners.listen(site.origin, root, { query }),
    await listeners.listen(site.origin, viewer, { query }),
  ];
  await write('1', { ethernets: [[1], [1, 2]], status: ['a', 'b'] });
  await heard(whole, 1);
  await heard(half, 1);
  const status = { before: 'a', after: 'b' };
  const ethernets = { before: [1], after: [1, 2] };
  expect(whole.events[0]?.data.changes).toEqual({ status, ethernets });
  expect(half.events[0]?.data.changes).toEqual({ status });
  expect((await history('SN1', viewer)).body.results[0]?.changes).toEqual({ status });
  expect((await history('SN1')).body.results[0]?.changes).toEqual({ status, ethernets });
});

test('a listener hears the models that they name, the inventory among them, and without a name the inventory alone', async () => {
  const open = (query: string) => listeners.listen(site.origin, root, { query });
  const [both, ethernet, twice, row, inventory] = [
    await open(`?model=${LABEL},assets.asset`),
    await open('?model=blog.ethernet'),
    await open(`?model=${LABEL}&model=blog.ethernet`),
    await open(`?model=${LABEL}&key=2&source=api&kind=updated&actor_id=${rootId}`),
    await open(''),
  ];
  await write('1', {});
  await write('1', {}, 'blog.ethernet');
  await newAsset(root, { name: 'a', asset_tag: 'MH-1' });
  await write('2', {});
  await newAsset(root, { name: 'b', asset_tag: 'MH-2' });
  await heard(both, 4);
  await heard(ethernet, 1);
  await heard(twice, 3);
  await heard(row, 1);
  await heard(inventory, 2);
  const told = ({ events }: EventListener) => events.map(({ data }) => data.asset_tag ?? data.key);
  expect(told(both)).toEqual(['1', 'MH-1', '2', 'MH-2']);
  expect(told(ethernet)).toEqual(['1']);
  expect(told(twice)).toEqual(['1', '1', '2']);
  expect(told(row)).toEqual(['2']);
  expect(told(inventory)).toEqual(['MH-1', 'MH-2']);
  const ids = both.events.map(({ id }) => id);
  expect(ids).toEqual(ids.toSorted((a, b) => a - b));
  const from = String(ids[0]);
  const resumed = await listeners.listen(site.origin, root, { query: `?model=${LABEL}`, from });
  await heard(resumed, 1);
  expect(told(resumed)).toEqual(['2']);
});

test('a model that is not served, or that a listener may not see, is none to them; the inventory needs its permission', async () => {
  const viewer = await visitor('listener', 'blog.view_asset_db');
  const answer = async (query: string) => {
    const { status, body } = await viewer.get(`/api/events${query}`);
    return [status, body.code];
  };
  expect(await answer(`?model=${LABEL},blog.ethernet`)).toEqual([404, 'model_not_found']);
  expect(await answer('?model=blog.nothing')).toEqual([404, 'model_not_found']);
  expect(await answer('?model=assets.asset')).toEqual([404, 'model_not_found']);
  expect(await answer('')).toEqual([403, 'permission_denied']);
});

test('a stream ends soon after the permission on one of its models was taken away', async () => {
  const viewer = await visitor('fallen', 'blog.view_asset_db', 'blog.view_ethernet');
  const listener = await EventListener.open(
    `${site.origin}/api/events?model=${LABEL},blog.ethernet`,
    cookieOf(viewer),
  );
  await site.db.query(
    `DELETE granted FROM auth_user_user_permissions granted JOIN auth_permission permission
        ON permission.id = granted.permission_id WHERE permission.codename = 'view_ethernet'`,
  );
  await listener.ended;
  expect(listener.events).toEqual([]);
});

test('the inventory is a model among the others: its history is what its triggers wrote, once', async () => {
  const file = await writeModelsFile('blog', {
    'assets.asset': {},
  });
  const served = await startApp(site.db.url, { ...ENV, LOCKSTEP_MODELS: file });
  const there = new Browser(served.origin, root.jar);
  const { id, path } = await newAsset(root, { name: 'c', asset_tag: 'MH-3', rack_unit: 7 });
  const listener = await listeners.listen(served.origin, root, { query: '?model=assets.asset' });
  await root.patch(path, { rack: '9', due_at: '2027-01-31T17:00:00Z' });
  await root.delete(path);
  await heard(listener, 2);
  expect(listener.events.map(({ kind, data }) => [kind, data.asset_tag])).toEqual([
    ['updated', 'MH-3'],
    ['deleted', 'MH-3'],
  ]);
  const { body } = await there.get<History>(`/api/models/assets.asset/${id}/history`);
  expect(body).toMatchObject({
    covers: 'all',
    results: [
      { kind: 'deleted', key: String(id) },
      {
        model: 'assets.asset',
        source: 'api',
        actor: { id: rootId, username: 'root' },
        changes: {
          rack: { after: '9' },
          due_at: { before: null, after: '2027-01-31T17:00:00Z' },
        },
      },
      { kind: 'created', changes: { rack_unit: { before: null, after: 7 } } },
    ],
  });
  await served.app.close();
});
