import { afterAll, beforeAll, expect, test } from 'vitest';
import { loadConfig } from '../../src/config/index.js';
import { SECRET_KEY } from '../support/app.js';
import type { Answer, Browser } from '../support/browser.js';
import { createTestDatabase, type TestDatabase } from '../support/database.js';
import { DjangoSite } from '../support/django.js';
import { loginOf } from '../support/logins.js';
import { ApiProcess } from '../support/process.js';
import { newUser } from '../support/users.js';

// Races that users of other inventories reported, over HTTP with two API processes and a Django that writes the same
// rows at the same time: nothing is lost, one wins, nobody sees a 500, the history is complete.
const CLIENTS = 12;

/** On a busy machine a queue of rivals may need longer than the default. */
const PATIENT = { prefer: 'wait=15' };

let db: TestDatabase;
let apis: ApiProcess[];
let django: DjangoSite;
let clients: Browser[];
let users: number[];

beforeAll(async () => {
  const env = { DJANGO_VERSION: '3.2', DB_POOL_SIZE: '20' };
  db = await createTestDatabase('reported_races', env);
  const config = loadConfig({ SECRET_KEY, DATABASE_URL: db.url, ...env });
  [django, ...apis] = await Promise.all([
    DjangoSite.start(db.url),
    ApiProcess.start(db.url, env),
    ApiProcess.start(db.url, env),
  ]);
  users = [];
  clients = [];
  for (let n = 0; n < CLIENTS; n++) {
    const user = await newUser(db, { username: `user${n}`, isSuperuser: true });
    const api = apis[n % apis.length];
    if (!api) throw new Error('there is no API process');
    users.push(user);
    clients.push(await loginOf({ origin: api.origin, db, config }, user));
  }
});

afterAll(async () => {
  await Promise.all([...apis.map((api) => api.stop()), django.stop()]);
  await db.close();
});

/** The clients in turn, so that neighbours are on different processes. */
function client(n: number): Browser {
  const browser = clients[n % clients.length];
  if (!browser) throw new Error('there are no clients');
  return browser;
}

const times = <T>(count: number, work: (n: number) => T): T[] =>
  Array.from({ length: count }, (_, n) => work(n));

/** Every client sends his share, one request behind the other. */
async function inTurns(count: number, send: (n: number) => Promise<Answer>): Promise<Answer[]> {
  const rounds = times(CLIENTS, async (client) => {
    const answers: Answer[] = [];
    for (let n = client; n < count; n += CLIENTS) answers.push(await send(n));
    return answers;
  });
  return (await Promise.all(rounds)).flat();
}

function userOf(n: number): number {
  const id = users[n % users.length];
  if (id === undefined) throw new Error('there are no users');
  return id;
}

async function newAssets(count: number, values: object): Promise<number[]> {
  const { status, body } = await client(0).post<{ results: { asset: { id: number } }[] }>(
    '/api/assets/batch',
    { operations: times(count, () => ({ op: 'create', values: { name: 'x', ...values } })) },
  );
  expect(status).toBe(200);
  return body.results.map(({ asset }) => asset.id);
}

const statusesOf = (answers: readonly Answer[]): Record<number, number> => {
  const counts: Record<number, number> = {};
  for (const { status } of answers) counts[status] = (counts[status] ?? 0) + 1;
  return counts;
};

/** The history of an asset is complete: its versions follow each other, and each change begins where the last one ended. */
async function expectWholeHistory(id: number): Promise<void> {
  const events = await db.query<{ version: number; changes: string | Changes }>(
    'SELECT version, changes FROM assets_assetevent WHERE asset_id = ? ORDER BY id',
    [id],
  );
  expect(events.map(({ version }) => version)).toEqual(times(events.length, (n) => n + 1));
  const [row] = await db.query<Record<string, unknown>>('SELECT * FROM assets_asset WHERE id = ?', [
    id,
  ]);
  expect(row?.version).toBe(events.length);
  const last = new Map<string, unknown>();
  for (const { changes } of events)
    for (const [field, [before, after]] of Object.entries(parsed(changes))) {
      if (last.has(field)) expect(before).toEqual(last.get(field));
      last.set(field, after);
    }
}

type Changes = Record<string, [unknown, unknown]>;
const parsed = (changes: string | Changes): Changes =>
  typeof changes === 'string' ? (JSON.parse(changes) as Changes) : changes;

/** Django's form view under `select_for_update()`, over and over. */
const DJANGO_EDITS = `
from django.db import transaction
from assets.models import Asset
for n in range(count):
    with transaction.atomic():
        asset = Asset.objects.select_for_update().get(pk=ids[n % len(ids)])
        asset.notes = 'django %d' % n
        asset.save()
count`;

test('different fields patched in parallel all arrive (netbox 12531)', async () => {
  const [id = 0] = await newAssets(1, {});
  const path = `/api/assets/${id}`;
  const fields = ['name', 'category', 'manufacturer', 'model', 'site', 'rack', 'serial'];
  const rounds = 6;
  const edits = django.python(DJANGO_EDITS, { ids: [id], count: 12 });
  const answers = await Promise.all(
    fields.flatMap((field, index) =>
      times(rounds, (n) => client(index + n).patch(path, { [field]: `${field} ${n}` }, PATIENT)),
    ),
  );
  await edits;
  expect(statusesOf(answers)).toEqual({ 200: fields.length * rounds });
  const { body } = await client(0).get(path);
  expect(body).toMatchObject({ notes: 'django 11', version: 1 + fields.length * rounds + 12 });
  await expectWholeHistory(id);
});

test('16 parallel allocations out of 16 never take the same asset (netbox 2519)', async () => {
  const ids = await newAssets(16, { category: 'pool' });
  const edits = django.python(DJANGO_EDITS, { ids, count: 32 });
  const wish = (n: number) => ({ filter: { category: 'pool' }, count: 1, user_id: userOf(n) });
  const answers = await Promise.all(
    times(16, (n) =>
      client(n).post<{ results: { id: number }[] }>('/api/assets/allocate', wish(n), PATIENT),
    ),
  );
  await edits;
  expect(statusesOf(answers)).toEqual({ 200: 16 });
  const taken = answers.flatMap(({ body }) => body.results.map(({ id }) => id));
  expect(taken.sort((a, b) => a - b)).toEqual(ids);
  expect((await client(0).post('/api/assets/allocate', wish(0))).body).toMatchObject({
    code: 'not_enough_assets',
    available: 0,
  });
  for (const id of ids) await expectWholeHistory(id);
});

test('of parallel creates with one serial one is made, and the others are told why (netbox 10282)', async () => {
  const made = django.python<boolean>(
    `
from django.db import IntegrityError
from assets.models import Asset
made = True
try:
    Asset.objects.create(asset_tag='DJ-1', name='django', serial='S-1', notes='', custom={})
except IntegrityError:
    made = False
made`,
  );
  const answers = await Promise.all(
    times(CLIENTS, (n) =>
      client(n).post('/api/assets', { name: `twin ${n}`, serial: 'S-1' }, PATIENT),
    ),
  );
  const created = Number(await made) + (statusesOf(answers)[201] ?? 0);
  expect(created).toBe(1);
  for (const { status, body } of answers.filter((answer) => answer.status !== 201))
    expect({ status, ...body }).toMatchObject({
      status: 409,
      code: 'duplicate_value',
      field: 'serial',
    });
  const [row] = await db.query<{ id: number }>("SELECT id FROM assets_asset WHERE serial = 'S-1'");
  await expectWholeHistory(row?.id ?? 0);
});

test('40 parallel creates get 40 tags, beside those that Django gives by hand (snipe-it 15553)', async () => {
  const [counter] = await db.query<{ value: number }>('SELECT value FROM lockstep_counter');
  const seen = counter?.value ?? 0;
  const tag = (n: number): string => `LOCK-${String(seen + n).padStart(6, '0')}`;
  const byHand = times(10, (n) => tag(3 * n + 2));
  const written = django.python<number>(
    `
from django.db import IntegrityError
from assets.models import Asset
made = 0
for tag in tags:
    try:
        Asset.objects.create(asset_tag=tag, name='by hand', notes='', custom={})
        made += 1
    except IntegrityError:
        pass
made`,
    { tags: byHand },
  );
  const answers = await Promise.all(
    times(40, (n) =>
      client(n).post<{ asset_tag: string }>('/api/assets', { name: `auto ${n}` }, PATIENT),
    ),
  );
  expect(statusesOf(answers)).toEqual({ 201: 40 });
  expect(new Set(answers.map(({ body }) => body.asset_tag)).size).toBe(40);
  const [tags] = await db.query<{ n: number }>(
    "SELECT COUNT(DISTINCT asset_tag) AS n FROM assets_asset WHERE name LIKE 'auto %' OR name = 'by hand'",
  );
  expect(tags?.n).toBe(40 + (await written));
});

test('of 12 parallel check-outs one wins, and the others learn who did (snipe-it 3765)', async () => {
  const [id = 0] = await newAssets(1, {});
  const edits = django.python(DJANGO_EDITS, { ids: [id], count: 6 });
  const answers = await Promise.all(
    times(12, (n) =>
      client(n).post(`/api/assets/${id}/check-out`, { user_id: userOf(n) }, PATIENT),
    ),
  );
  await edits;
  expect(statusesOf(answers)).toEqual({ 200: 1, 409: 11 });
  const winner = answers.find(({ status }) => status === 200);
  const holder = { id: winner?.body.assigned_to_id, since: winner?.body.checked_out_at };
  for (const { body } of answers.filter(({ status }) => status === 409))
    expect(body).toMatchObject({ code: 'asset_held', holder });
  expect((await client(0).get(`/api/assets/${id}`)).body).toMatchObject({
    assigned_to_id: holder.id,
    version: 2 + 6,
  });
  await expectWholeHistory(id);
});

test('96 overlapping bulk updates in opposite order all take place, each as a whole', async () => {
  const ids = await newAssets(24, { category: 'overlap' });
  const count = 96;
  // Neighbours overlap by half; the batches name their rows from the end, as does every second filter.
  const share = (n: number): number[] => {
    const start = (n * 5) % 12;
    const some = ids.slice(start, start + 12);
    return n % 2 === 0 ? some : some.toReversed();
  };
  const edits = django.python(DJANGO_EDITS, { ids: ids.toReversed(), count: 48 });
  const bulk = (n: number) =>
    client(n).patch(
      '/api/assets',
      { filter: { id__in: share(n) }, set: { site: `site ${n}` } },
      PATIENT,
    );
  const batch = (n: number) =>
    client(n).post(
      '/api/assets/batch',
      {
        operations: share(n).map((id) => ({ op: 'update', id, set: { rack: `rack ${n}` } })),
      },
      PATIENT,
    );
  const answers = await inTurns(count, (n) => (n % 4 === 3 ? batch(n) : bulk(n)));
  await edits;
  expect(statusesOf(answers)).toEqual({ 200: count });
  // 1 for the creation, 2 for Django's two edits of each row, and one for each write that named the row.
  const writes = ids.map((id) => times(count, share).filter((some) => some.includes(id)).length);
  const versions = await db.query('SELECT version FROM assets_asset WHERE id IN (?) ORDER BY id', [
    ids,
  ]);
  expect(versions).toEqual(writes.map((n) => ({ version: 1 + 2 + n })));
  for (const id of ids) await expectWholeHistory(id);
});
