import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { runMigrations } from '../../src/database/index.js';
import { Watches } from '../../src/events/watches.js';
import { openTestApp, type TestApp } from '../support/app.js';
import type { Browser } from '../support/browser.js';
import { type CliAnswer, runCli } from '../support/cli.js';
import { DjangoSite } from '../support/django.js';
import { type EventListener, heard, Listeners } from '../support/event-listener.js';
import { hold } from '../support/locks.js';
import { loginOf } from '../support/logins.js';
import { createSiteDatabase } from '../support/site-database.js';
import { writeModelsFile } from '../support/site-models.js';
import { newUser } from '../support/users.js';

const LABEL = 'blog.asset_db';
const TABLE = 'blog_asset_db';

let site: TestApp;
let django: DjangoSite;
let root: Browser;
let env: Record<string, string>;
let shape: string;
const listeners = new Listeners();

beforeAll(async () => {
  const db = await createSiteDatabase('watch', 'blog');
  // Without the inventory: the feed and its positions need nothing of it.
  await runMigrations(db.dataSource, 'off');
  const file = await writeModelsFile('blog', {
    [LABEL]: { lookup_field: 'serverno' },
    'blog.ethernet': {},
  });
  env = { LOCKSTEP_MODELS: file, DJANGO_VERSION: '3.2', LOCKSTEP_INVENTORY: 'off' };
  site = await openTestApp(db, env);
  shape = await tableShape();
  django = await DjangoSite.start(db.url, {}, 'blog');
  root = await loginOf(site, await newUser(db, { username: 'root', isSuperuser: true }));
}, 120_000);

afterEach(() => listeners.close());

afterAll(async () => {
  await django.stop();
  await site.close();
});

const manage = (words: string[], input = ''): Promise<CliAnswer> =>
  runCli(site.db.url, words, { env, input });

const triggers = () => site.db.query<Record<string, string>>('SHOW TRIGGERS');

/** What SHOW CREATE TABLE says, but for the next number. */
async function tableShape(): Promise<string> {
  const rows = await site.db.query<Record<string, string>>(`SHOW CREATE TABLE ${TABLE}`);
  return (rows[0]?.['Create Table'] ?? '').replace(/ AUTO_INCREMENT=\d+/, '');
}

const covers = async (): Promise<unknown> => {
  await site.app.get(Watches).look();
  return (await root.get(`/api/models/${LABEL}/SN1/history`)).body.covers;
};

const seen = ({ events }: EventListener) =>
  events.map(({ kind, data }) => [kind, data.key, data.source, data.changes]);

test('nothing is made before it was shown and agreed to', async () => {
  expect(await covers()).toBe('api');
  const dry = await manage(['watch', LABEL, '--dry-run']);
  expect([dry.status, dry.stderr]).toEqual([0, '']);
  expect(dry.stdout).toContain('CREATE TRIGGER `lockstep_blog_asset_db_update` AFTER UPDATE');
  for (const input of ['', 'n\n']) {
    const refused = await manage(['watch', LABEL], input);
    expect(refused).toMatchObject({ status: 2, stdout: '' });
    expect(refused.stderr).toContain('CREATE TRIGGER `lockstep_blog_asset_db_insert`');
    expect(refused.stderr).toContain('Run this on test_watch? [y/N]');
  }
  expect(await triggers()).toEqual([]);
});

test('every way in which Django writes is seen, and the tables are as they were', async () => {
  expect(await manage(['watch', LABEL], 'y\n')).toMatchObject({
    status: 0,
    stdout: expect.stringContaining(`Every write of ${LABEL} is told from now on`) as string,
  });
  expect(await covers()).toBe('all');
  const listener = await listeners.listen(site.origin, root, { query: `?model=${LABEL}` });
  const ids = await django.python<number[]>(`
from blog.models import asset_db
from django.db import connection
one = asset_db.objects.create(serverno='W1', ip_addr='10.0.0.1', owner='张三')
asset_db.objects.bulk_create([asset_db(serverno='W2', ip_addr='10.0.0.2', owner='b'), asset_db(serverno='W3', ip_addr='10.0.0.3', owner='c')])
two, three = asset_db.objects.filter(serverno__in=['W2', 'W3']).order_by('pk')
one.status = 'Online'
one.save()
asset_db.objects.filter(pk=two.pk).update(status='Online')
with connection.cursor() as cursor:
    cursor.execute("UPDATE blog_asset_db SET passwd = 'hush' WHERE id = %s", [three.pk])
pks = [one.pk, two.pk, three.pk]
asset_db.objects.filter(pk__in=pks).delete()
pks`);
  await heard(listener, 9);
  const [one, two, three] = ids.map(String);
  expect(seen(listener)).toEqual(
    [
      ['created', one],
      ['created', two],
      ['created', three],
      ['updated', one],
      ['updated', two],
      ['updated', three],
      ['deleted', one],
      ['deleted', two],
      ['deleted', three],
    ].map((event) => [...event, 'database', {}]),
  );
  expect(await tableShape()).toBe(shape);
});

test('with values their old and new ones are told, to whoever may see them, in the feed and in the history', async () => {
  const words = ['watch', LABEL, '--values', 'status,remark2', '--yes', '--json'];
  const made = await manage(words);
  expect(JSON.parse(made.stdout)).toMatchObject({
    model: LABEL,
    values: ['status', 'remark2'],
    done: true,
  });
  expect(await covers()).toBe('all');
  const listener = await listeners.listen(site.origin, root, { query: `?model=${LABEL}&key=1,2` });
  await django.python(`
from blog.models import asset_db
asset_db.objects.filter(pk=1).update(status='Broken', passwd='hush')
asset_db.objects.filter(pk=1).update(passwd='more')
asset_db.objects.filter(pk=3).update(status='not asked for')
asset_db.objects.filter(pk=2).update(remark2='é')
None`);
  await heard(listener, 2);
  const changes = { status: { before: 'Online', after: 'Broken' } };
  expect(seen(listener)).toMatchObject([
    ['updated', '1', 'database', changes],
    ['updated', '2', 'database', { remark2: { after: 'é' } }],
  ]);
  const history = await root.get<{ results: object[] }>(`/api/models/${LABEL}/SN1/history`);
  expect(history.body.results).toMatchObject([{ kind: 'updated', actor: null, changes }]);
});

test('what is wrong with the triggers is told by models check, doctor and readiness', async () => {
  const ready = async (): Promise<unknown> => {
    await site.app.get(Watches).look();
    const { status, body } = await root.get<{ checks: Record<string, string> }>('/health/ready');
    return [status, body.checks.watches];
  };
  expect((await manage(['models', 'check'])).stdout).not.toContain('watch');
  expect(await ready()).toEqual([200, 'ok']);
  await site.db.query('DROP TRIGGER lockstep_blog_asset_db_delete');
  const sentence = `Triggers that watch ${LABEL} are missing: lockstep_blog_asset_db_delete. manage watch ${LABEL} --values status,remark2 makes them anew.`;
  expect(await manage(['models', 'check'])).toMatchObject({
    status: 1,
    stdout: expect.stringContaining(`${sentence}\n`) as string,
  });
  expect(await ready()).toEqual([200, `Left out. ${sentence}`]);
  expect(await covers()).toBe('api');
  const { stdout } = await manage(['doctor']);
  expect(stdout).toContain(`Triggers that watch ${LABEL} are missing`);
});

test('a table that a transaction of the site holds is not waited for, and nothing is half made', async () => {
  const holder = await hold(site.db);
  await holder.query(`SELECT * FROM ${TABLE} LIMIT 1`);
  const refused = await manage(['watch', LABEL, '--yes']);
  expect(refused).toMatchObject({ status: 1 });
  expect(refused.stderr).toContain('(row_locked)');
  await holder.rollback();
});

test.each([
  [
    ['watch', 'blog.nothing'],
    'blog.nothing is not served. Served are: blog.asset_db, blog.ethernet.',
  ],
  [['watch', LABEL, '--values', 'passwd'], `${LABEL} shows no field passwd.`],
  [['watch', LABEL, '--values', 'nothing'], `${LABEL} shows no field nothing.`],
  [['watch'], 'LABEL is missing.'],
  [['unwatch', 'blog.ethernet'], 'blog.ethernet is not watched.'],
])('%j is refused', async (words, message) => {
  const { status, stderr } = await manage(words);
  expect([status, stderr]).toEqual([2, expect.stringContaining(message)]);
});

test('a trigger of somebody else stays, and after unwatch nothing of ours is left', async () => {
  await site.db.query(
    `CREATE TRIGGER audit AFTER UPDATE ON ${TABLE} FOR EACH ROW SET @audited = 1`,
  );
  expect((await manage(['watch', LABEL, '--yes'])).status).toBe(0);
  expect((await triggers()).map(({ Trigger }) => Trigger).sort()).toEqual([
    'audit',
    ...['delete', 'insert', 'update'].map((event) => `lockstep_blog_asset_db_${event}`),
  ]);
  expect(await manage(['unwatch', LABEL, '--yes'])).toMatchObject({ status: 0, stderr: '' });
  expect((await triggers()).map(({ Trigger }) => Trigger)).toEqual(['audit']);
  expect(await tableShape()).toBe(shape);
  expect(await covers()).toBe('api');
  await site.db.query(
    `CREATE TRIGGER lockstep_blog_asset_db_insert AFTER INSERT ON ${TABLE} FOR EACH ROW SET @x = 1`,
  );
  const refused = await manage(['watch', LABEL, '--yes']);
  expect(refused.stderr).toContain('that watch has not made');
});
