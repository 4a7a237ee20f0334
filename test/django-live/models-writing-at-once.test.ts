import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { runMigrations } from '../../src/database/index.js';
import { openTestApp, type TestApp } from '../support/app.js';
import type { Answer, Browser } from '../support/browser.js';
import type { TestDatabase } from '../support/database.js';
import { type DjangoShell, DjangoSite } from '../support/django.js';
import { shapeOf } from '../support/django-site.js';
import { lockWait } from '../support/lock-waits.js';
import { loginOf } from '../support/logins.js';
import { createSiteDatabase } from '../support/site-database.js';
import { writeModelsFile } from '../support/site-models.js';
import { newUser } from '../support/users.js';

type Row = Record<string, unknown>;

const PATIENCE = 180_000;
const SERVERS = '/api/models/blog.asset_db';
const PROCESSES = 3;

let site: TestApp;
let sites: DjangoSite[];
let root: Browser;
let shapes: Record<string, string>;

beforeAll(async () => {
  const db = await createSiteDatabase('models_at_once', 'blog');
  shapes = await shapesIn(db);
  await runMigrations(db.dataSource);
  const file = await writeModelsFile('blog', {
    'blog.asset_db': {
      lookup_field: 'serverno',
      editable: ['ip_addr', 'memory', 'status', 'owner', 'remark2', 'ethernets'],
      add: true,
      delete: true,
      defaults: { passwd: '' },
    },
    'blog.ethernet': {},
  });
  const env = { LOCKSTEP_MODELS: file, DJANGO_VERSION: '3.2', LOCK_WAIT_SECONDS: '60' };
  site = await openTestApp(db, env);
  sites = await Promise.all(
    Array.from({ length: PROCESSES }, () => DjangoSite.start(db.url, {}, 'blog')),
  );
  const id = await newUser(db, { username: 'boss', isSuperuser: true });
  root = await loginOf(site, id);
}, PATIENCE);

afterAll(async () => {
  await Promise.all(sites.map((django) => django.stop()));
  await site.close();
});

/** Each test has one server and three network cards of its own, beside those of the site. */
let serverno: string;
let path: string;
let cards: number[];
let tests = 0;

beforeEach(async () => {
  serverno = `T${(tests += 1)}`;
  path = `${SERVERS}/${serverno}`;
  cards = await add(
    'ethernet',
    ['e_model', 'e_sn', 'e_porttype'],
    [
      ['a', '', '00'],
      ['b', '', '00'],
      ['c', '', '00'],
    ],
  );
  await newServers([serverno]);
});

/** @returns their ids */
const newServers = (names: readonly string[], status = 'Online'): Promise<number[]> =>
  add(
    'asset_db',
    ['serverno', 'ip_addr', 'user', 'passwd', 'cpu', 'memory', 'status', 'remark2'],
    names.map((name) => [name, '10.0.0.1', 'root', 'x', '', 0, status, '']),
  );

async function add(table: string, columns: string[], rows: unknown[][]): Promise<number[]> {
  const ids: number[] = [];
  for (const row of rows) {
    const { insertId } = await site.db.database.execute(
      `INSERT INTO blog_${table} (${columns.join(', ')}) VALUES (${row.map(() => '?').join(', ')})`,
      row,
    );
    ids.push(insertId);
  }
  return ids;
}

async function shapesIn(db: TestDatabase): Promise<Record<string, string>> {
  const tables = await db.query<{ name: string }>(
    `SELECT table_name AS name FROM information_schema.tables
      WHERE table_schema = DATABASE() AND table_name NOT LIKE 'lockstep%' AND table_name NOT LIKE 'assets%'`,
  );
  const all: Record<string, string> = {};
  for (const { name } of tables) all[name] = await shapeOf(db, name);
  return all;
}

/** `writer` runs in a process and on a connection of its own, beside others. */
const djangoWriter = (writer: number): DjangoShell => {
  const django = sites[writer % sites.length];
  if (!django) throw new Error('no Django');
  return django.shell(`writer${writer}`);
};

/** Runs all at once, each writer its own marks one after the other. */
async function inTurns(
  writers: readonly (readonly string[])[],
  write: (mark: string, writer: number) => Promise<unknown>,
): Promise<void> {
  await Promise.all(
    writers.map(async (marks, writer) => {
      for (const mark of marks) await write(mark, writer);
    }),
  );
}

/** So many marks of one character each, cut into lists for the writers. */
function marksFor(from: number, writers: number, writes: number): string[][] {
  return Array.from({ length: writers }, (_, writer) =>
    Array.from({ length: writes }, (__, write) =>
      String.fromCharCode(0x4e00 + from + writer * writes + write),
    ),
  );
}

/** Reads, changes what it read, and does so again as long as somebody was faster. */
async function changeHere(change: (row: Row) => Row): Promise<Row> {
  for (;;) {
    const read = await root.get<Row>(path);
    const etag = read.headers.get('etag') ?? '';
    const answer = await root.patch<Row>(path, change(read.body), { 'if-match': etag });
    if (answer.status === 200) return answer.body;
    expect([answer.status, answer.body]).toMatchObject([412, { code: 'precondition_failed' }]);
    expect(JSON.stringify(answer.body)).not.toContain('passwd');
  }
}

const APPEND_LOCKED = `
from django.db import transaction
from blog.models import asset_db
for mark in marks:
    with transaction.atomic():
        row = asset_db.objects.select_for_update().get(serverno=serverno)
        row.remark2 += mark
        row.save(update_fields=['remark2'])`;

const APPEND_IN_PLACE = `
from django.db.models import F, Value
from django.db.models.functions import Concat
from blog.models import asset_db
for mark in marks:
    asset_db.objects.filter(serverno=serverno).update(remark2=Concat(F('remark2'), Value(mark)))`;

test(
  '200 writes on one row by three processes of Django and by the API: every one is there',
  { timeout: PATIENCE },
  async () => {
    const [locked, inPlace, here] = [marksFor(0, 6, 15), marksFor(90, 3, 10), marksFor(120, 8, 10)];
    const all = [...locked, ...inPlace, ...here].flat();
    expect(all).toHaveLength(200);
    await Promise.all([
      ...locked.map((marks, n) => djangoWriter(n)(APPEND_LOCKED, { serverno, marks })),
      ...inPlace.map((marks, n) => djangoWriter(6 + n)(APPEND_IN_PLACE, { serverno, marks })),
      inTurns(here, (mark) =>
        changeHere(({ remark2 }) => ({ remark2: `${String(remark2)}${mark}` })),
      ),
    ]);
    const { body } = await root.get<Row>(path);
    expect([...String(body.remark2)].sort()).toEqual(all.sort());
  },
);

test('writers of two fields of one row leave each other alone', { timeout: PATIENCE }, async () => {
  const there = marksFor(0, 4, 20);
  const counts = Array.from({ length: 6 }, () => Array.from({ length: 10 }, () => ''));
  const owners = Array.from({ length: 20 }, (_, n) => `owner ${n}`);
  const answers: Answer<Row>[] = [];
  await Promise.all([
    ...there.map((marks, n) => djangoWriter(n)(APPEND_LOCKED, { serverno, marks })),
    inTurns(counts, () => changeHere(({ memory }) => ({ memory: Number(memory) + 1 }))),
    inTurns([owners], async (owner) => answers.push(await root.patch<Row>(path, { owner }))),
  ]);
  const { body } = await root.get<Row>(path);
  expect([...String(body.remark2)].sort()).toEqual(there.flat().sort());
  expect(body).toMatchObject({ memory: 60, owner: 'owner 19' });
  expect(answers.map((answer) => [answer.status, answer.body.owner])).toEqual(
    owners.map((owner) => [200, owner]),
  );
});

const SET_LOCKED = `
from django.db import transaction
from blog.models import asset_db
for keys in sets:
    with transaction.atomic():
        asset_db.objects.select_for_update().get(serverno=serverno).ethernets.set(keys)`;

/** All that a many-to-many relation of three can be. */
const setsOf = ([a = 0, b = 0, c = 0]: readonly number[]): number[][] => [
  [a],
  [b, c],
  [a, b, c],
  [],
  [c],
  [a, b],
];

test(
  'a many-to-many relation that both set at once is one of the sets, whole',
  { timeout: PATIENCE },
  async () => {
    const sets = setsOf(cards);
    const orders = Array.from({ length: 5 }, (_, n) => [...sets.slice(n), ...sets.slice(0, n)]);
    const inOrder = async (order: number[][]) => {
      for (const ethernets of order) {
        const { status, body } = await root.patch<Row>(path, { ethernets });
        expect([status, body]).toMatchObject([200, { ethernets }]);
      }
    };
    await Promise.all([
      ...orders.map((order, n) =>
        djangoWriter(n)(SET_LOCKED, { serverno, sets: [...order, ...order] }),
      ),
      ...orders.map((order) => inOrder([...order, ...order])),
    ]);
    const { body } = await root.get<Row>(path);
    expect(sets).toContainEqual(body.ethernets);
    // Each of ours found a whole set and left one.
    const { results } = (await root.get<{ results: { changes: Row }[] }>(`${path}/history`)).body;
    expect(results.length).toBeGreaterThan(0);
    for (const { changes } of results) {
      const { before, after } = changes.ethernets as Row;
      expect(sets).toContainEqual(before);
      expect(sets).toContainEqual(after);
    }
  },
);

const SET_UNLOCKED = `
from django.db import OperationalError
from blog.models import asset_db
for keys in sets:
    try:
        asset_db.objects.get(serverno=serverno).ethernets.set(keys)
    except OperationalError as error:
        if error.args[0] != 1213:
            raise`;

test(
  'a set() that Django does without a lock on the row costs no caller of the API an error',
  { timeout: PATIENCE },
  async () => {
    const sets = setsOf(cards);
    const statuses: number[] = [];
    await Promise.all([
      ...[0, 1, 2].map((n) =>
        djangoWriter(n)(SET_UNLOCKED, { serverno, sets: [...sets, ...sets, ...sets] }),
      ),
      ...[0, 1, 2, 3].map(async () => {
        for (const ethernets of [...sets, ...sets])
          statuses.push((await root.patch<Row>(path, { ethernets })).status);
      }),
    ]);
    expect(statuses.filter((status) => status !== 200)).toEqual([]);
    const links = await site.db.query<{ n: number }>(
      `SELECT COUNT(*) AS n FROM blog_asset_db_ethernets link JOIN blog_asset_db server ON server.id = link.asset_db_id
        WHERE serverno = ? GROUP BY ethernet_id HAVING n > 1`,
      [serverno],
    );
    expect(links).toEqual([]);
  },
);

/** Several that find no row may wait for each other, which Django leaves to its callers. */
const PUT_THERE = `
from django.db import OperationalError
from blog.models import asset_db
def put():
    try:
        return asset_db.objects.update_or_create(serverno=name, defaults={'cpu': cpu})[1]
    except OperationalError as error:
        if error.args[0] != 1213:
            raise
        return put()
put()`;

test(
  '16 agents PUT the server that Django makes by update_or_create: there is one row',
  { timeout: PATIENCE },
  async () => {
    for (const name of ['SN-agent-1', 'SN-agent-2', 'SN-agent-3']) {
      const agents = Array.from({ length: 16 }, (_, memory) =>
        root.put<Row>(`${SERVERS}/${name}`, { ip_addr: '10.0.0.9', memory }),
      );
      const theirs = Array.from({ length: 6 }, (_, n) =>
        djangoWriter(n)(PUT_THERE, { name, cpu: `cpu ${n}` }),
      );
      const [answers, made] = await Promise.all([Promise.all(agents), Promise.all(theirs)]);
      expect(answers.filter(({ status }) => status !== 200 && status !== 201)).toEqual([]);
      const creations = answers.filter(({ status }) => status === 201).length;
      expect(creations + made.filter(Boolean).length).toBe(1);
      expect(new Set(answers.map(({ body }) => body.id)).size).toBe(1);
      const rows = await site.db.query<Row>(
        'SELECT memory, cpu FROM blog_asset_db WHERE serverno = ?',
        [name],
      );
      expect(rows).toHaveLength(1);
      expect(rows[0]?.cpu).toMatch(/^cpu \d$/);
    }
  },
);

const TAKE = `
from django.db import connection, transaction
from blog.models import asset_db
# Django 3.2 knows of SKIP LOCKED on MySQL only.
connection.features.has_select_for_update_skip_locked = True
taken = []
while True:
    with transaction.atomic():
        rows = list(asset_db.objects.select_for_update(skip_locked=True).filter(status='Free')[:2])
        for row in rows:
            row.status, row.owner = 'Taken', name
            row.save(update_fields=['status', 'owner'])
    taken += [row.pk for row in rows]
    if not rows:
        break
taken`;

test(
  '16 clients claim 3 rows each while Django takes rows with skip_locked: none is taken twice',
  { timeout: PATIENCE },
  async () => {
    const free = await newServers(
      Array.from({ length: 120 }, (_, n) => `free ${n}`),
      'Free',
    );
    const claims = Array.from({ length: 16 }, (_, n) =>
      root.post<{ results?: Row[]; code?: string }>(`${SERVERS}/claim`, {
        filter: { status: 'Free' },
        set: { status: 'Taken', owner: `client ${n}` },
        count: 3,
      }),
    );
    const theirs = Array.from({ length: 3 }, (_, n) =>
      djangoWriter(n)<number[]>(TAKE, { name: `django ${n}` }),
    );
    const [answers, lists] = await Promise.all([Promise.all(claims), Promise.all(theirs)]);
    for (const { status, body } of answers)
      expect([status, body.code ?? '']).toEqual(
        status === 200 ? [200, ''] : [409, 'not_enough_rows'],
      );
    const owners = new Map<unknown, string>();
    const note = (id: unknown, owner: string) => {
      expect([id, owners.get(id)]).toEqual([id, undefined]);
      owners.set(id, owner);
    };
    answers.forEach(({ body }, n) => {
      if (body.code === undefined) expect(body.results).toHaveLength(3);
      for (const { id } of body.results ?? []) note(id, `client ${n}`);
    });
    lists.forEach((ids, n) => {
      for (const id of ids) note(id, `django ${n}`);
    });
    const rows = await site.db.query<{ id: number; owner: string; status: string }>(
      "SELECT id, owner, status FROM blog_asset_db WHERE serverno LIKE 'free %'",
    );
    expect(rows.filter(({ id, owner }) => (owners.get(id) ?? null) !== owner)).toEqual([]);
    expect(rows.filter(({ status }) => status === 'Free').length + owners.size).toBe(free.length);
  },
);

/** A transaction of Django's that stays open. */
async function held(
  code: string,
  values: Row,
): Promise<{ run: DjangoShell; commit: () => Promise<unknown> }> {
  const run = djangoWriter(0);
  await run(
    `from django.db import transaction
from blog.models import asset_db
block = transaction.atomic()
block.__enter__()
${code}`,
    values,
  );
  return { run, commit: () => run('block.__exit__(None, None, None)') };
}

const HOLD_ROW = 'row = asset_db.objects.select_for_update().get(serverno=serverno)';

test('a row that Django holds is 423 to who does not wait, and who waits sees what Django wrote', async () => {
  const { headers } = await root.get(path);
  const holder = await held(HOLD_ROW, { serverno });
  const refused = await root.patch<Row>(path, { memory: 1 }, { prefer: 'wait=0' });
  expect([refused.status, refused.body.code]).toEqual([423, 'row_locked']);
  const later = root.patch<Row>(path, { memory: 2 }, { prefer: 'wait=50' });
  await lockWait(site.db);
  const stale = root.patch<Row>(path, { memory: 3 }, { 'if-match': headers.get('etag') ?? '' });
  await holder.run("row.remark2 = 'by Django'; row.save()");
  await holder.commit();
  expect(await later).toMatchObject({ status: 200, body: { memory: 2, remark2: 'by Django' } });
  expect(await stale).toMatchObject({
    status: 412,
    body: { code: 'precondition_failed', current: { remark2: 'by Django' } },
  });
  expect((await root.get<Row>(path)).body).toMatchObject({ memory: 2, remark2: 'by Django' });
});

test('a write by filter leaves rows alone that Django moves out of the filter while it waits', async () => {
  const names = ['moving 1', 'moving 2', 'moving 3'];
  const ids = await newServers(names, 'Moving');
  const holder = await held(
    `asset_db.objects.select_for_update().get(serverno='moving 2')
asset_db.objects.filter(serverno='moving 2').update(status='Moved')`,
    {},
  );
  const bulk = root.patch<Row>(SERVERS, { filter: { status: 'Moving' }, set: { memory: 7 } });
  await lockWait(site.db);
  await holder.commit();
  expect(await bulk).toMatchObject({
    status: 200,
    body: { matched: 2, changed: 2, ids: [ids[0], ids[2]] },
  });
  const rows = await site.db.query<Row>(
    "SELECT status, memory FROM blog_asset_db WHERE serverno LIKE 'moving %' ORDER BY id",
  );
  expect(rows).toEqual([
    { status: 'Moving', memory: 7 },
    { status: 'Moved', memory: 0 },
    { status: 'Moving', memory: 7 },
  ]);
});

/** Django's transaction may be the one that the server gives up; ours then never noticed. */
const OPPOSITE = `
from django.db import OperationalError
try:
    asset_db.objects.filter(serverno=first).update(remark2='by Django')
    block.__exit__(None, None, None)
    done = True
except OperationalError as error:
    block.__exit__(type(error), error, None)
    done = error.args[0]
done`;

/** Both take the rows by ascending keys, and Django's transaction has the last one. */
const WRITES_OF_TWO: Readonly<Record<string, (memory: number) => Promise<Answer<Row>>>> = {
  'a write by filter': (memory) =>
    root.patch(SERVERS, { filter: { serverno__startswith: 'opposite' }, set: { memory } }),
  'a batch': (memory) =>
    root.post('/api/batch', {
      operations: ['opposite 2', 'opposite 1'].map((key) => ({
        op: 'update',
        model: 'blog.asset_db',
        key,
        set: { memory },
      })),
    }),
};

test.each(Object.entries(WRITES_OF_TWO))(
  'who takes rows in the opposite order costs %s no error',
  { timeout: PATIENCE },
  async (_, write) => {
    await site.db.query("DELETE FROM blog_asset_db WHERE serverno LIKE 'opposite %'");
    await newServers(['opposite 1', 'opposite 2'], 'Opposite');
    for (let round = 1; round <= 4; round++) {
      const holder = await held(
        "asset_db.objects.filter(serverno='opposite 2').update(remark2='by Django')",
        { first: 'opposite 1' },
      );
      const answer = write(round);
      await lockWait(site.db);
      const done = await holder.run<true | number>(OPPOSITE);
      expect([true, 1213]).toContain(done);
      expect(await answer).toMatchObject({ status: 200 });
      const rows = await site.db.query<Row>(
        "SELECT memory, remark2 FROM blog_asset_db WHERE serverno LIKE 'opposite %'",
      );
      const row = { memory: round, remark2: done === true ? 'by Django' : '' };
      expect(rows).toEqual([row, row]);
      await site.db.query("UPDATE blog_asset_db SET remark2 = '' WHERE serverno LIKE 'opposite %'");
    }
  },
);

test('no table of Django was altered', async () => {
  expect(Object.keys(shapes)).toContain('blog_asset_db_ethernets');
  expect(await shapesIn(site.db)).toEqual(shapes);
});
