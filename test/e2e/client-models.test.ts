import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  type AnyModel,
  type Lockstep,
  type RecordEvent,
  type Rows,
} from '../../packages/client/src/index.js';
import { type BlogSite, openBlog } from '../support/blog-client.js';
import { hold } from '../support/locks.js';
import { Signal } from '../support/signal.js';

let blog: BlogSite;
let anna: Lockstep;
let ben: Lockstep;
let servers: Rows<AnyModel>;

beforeAll(async () => {
  blog = await openBlog('client_models');
  anna = await blog.visitor('anna');
  ben = await blog.visitor('ben');
  servers = anna.model('blog.asset_db');
}, 120_000);

afterAll(() => blog.site.close());

/** As a hand on the database does it. */
const sql = (text: string, ...params: unknown[]) => blog.site.db.query(text, params);

test('a model tells what a form needs, by which field its rows go and what their primary key is', async () => {
  expect((await anna.models()).map(({ label }) => label).sort()).toEqual([
    'assets.asset',
    'blog.asset_db',
    'blog.ethernet',
  ]);
  expect(await servers.describe()).toMatchObject({ lookup_field: 'serverno', primary_key: 'id' });
  expect(await anna.model('blog.nothing').describe()).toBeUndefined();
});

test('lists go over pages with lookups along relations; many rows come in the order of their keys', async () => {
  const lookups = { ethernets__e_model: 'i350', status__in: ['Online', 'Offline', 'Repair'] };
  const found: unknown[] = [];
  for await (const { serverno } of servers.list({ lookups, ordering: '-serverno', limit: 2 }))
    found.push(serverno);
  expect(found).toEqual(['sn4', 'SN2', 'SN1']);
  const many = await servers.getMany(['SN3', 'none', 'SN1']);
  expect(many.map(({ key }) => key)).toEqual(['SN3', 'SN1']);
  // The tag of a list is that of the row.
  expect(many[1]?.etag).toBe((await servers.get('SN1')).etag);
  const cards = await anna.model('blog.ethernet').getMany([2, 1], { by: 'id', fields: 'id,e_sn' });
  expect(cards.map(({ value }) => value)).toEqual([
    { id: 2, e_sn: 'E-2' },
    { id: 1, e_sn: 'E-1' },
  ]);
  const page = await servers.page({ limit: 1, count: true, expand: 'ethernets' });
  expect(page).toMatchObject({ count: 4, previous: null, rows: [{ key: 'SN1' }] });
  expect(page.rows[0]?.value.ethernets).toMatchObject([{ e_sn: 'E-1' }, { e_sn: 'E-2' }]);
  const second = await servers.page({ limit: 1, cursor: page.next ?? '' });
  expect(second.rows.map(({ key }) => key)).toEqual(['SN2']);
});

test('keys of any number and length go in as few requests as URLs can carry', async () => {
  const keys = Array.from({ length: 400 }, (_, n) => `${'机'.repeat(10)}-${n}`);
  expect(await servers.getMany([...keys, 'SN2'])).toMatchObject([{ key: 'SN2' }]);
});

test('a write is done on the state that was read, and tells what it met instead', async () => {
  const row = await servers.create({ serverno: 'W/1 ?', ip_addr: '10.1.0.1', owner: '' });
  expect(row.key).toBe('W/1 ?');
  await sql("UPDATE blog_asset_db SET status = 'by SQL' WHERE serverno = 'W/1 ?'");
  const stale = await servers.update(row, { memory: 8 });
  expect(stale).toMatchObject({ outcome: 'changed', current: { value: { status: 'by SQL' } } });
  if (stale.outcome !== 'changed') return;
  const done = await servers.update(stale.current, { memory: 8 });
  expect(done).toMatchObject({ outcome: 'done', isNew: false, row: { value: { memory: 8 } } });

  const holder = await hold(blog.site.db);
  await holder.query("SELECT id FROM blog_asset_db WHERE serverno = 'W/1 ?' FOR UPDATE");
  expect(await servers.update({ key: row.key }, { memory: 9 }, { wait: 0 })).toMatchObject({
    outcome: 'locked',
  });
  await holder.rollback();
  const put = { serverno: 'W/2', ip_addr: '10.1.0.2', owner: 'Ann' };
  expect(await servers.put({ key: 'W/2' }, put)).toMatchObject({ outcome: 'done', isNew: true });
  expect(await servers.put({ key: 'W/2' }, put)).toMatchObject({ outcome: 'done', isNew: false });
  expect(await servers.delete({ key: 'W/2' })).toMatchObject({ outcome: 'done' });
  expect(await servers.delete(row)).toMatchObject({ outcome: 'changed' });
  expect(await servers.delete({ key: row.key })).toMatchObject({ outcome: 'done' });
});

test('a lease keeps others out, and its token is the holder’s way in until it is over', async () => {
  expect(await servers.leaseOf('SN1')).toBeNull();
  const { token } = await servers.lease('SN1', 60);
  const rival = ben.model('blog.asset_db');
  expect(await rival.leaseOf('SN1')).toMatchObject({ holder: { username: 'anna' } });
  expect(await rival.update({ key: 'SN1' }, { owner: 'Ben' })).toMatchObject({
    outcome: 'leased',
    lease: { holder: { username: 'anna' } },
  });
  expect(
    await servers.update({ key: 'SN1' }, { owner: '张三' }, { leaseToken: token }),
  ).toMatchObject({ outcome: 'done' });
  await servers.giveUpLease('SN1', token);
  expect(
    await servers.update({ key: 'SN1' }, { owner: 'late' }, { leaseToken: token }),
  ).toMatchObject({ outcome: 'lease_lost' });
});

test('many rows are counted before they are changed, claimed once, and changed together', async () => {
  const online = { status: 'Online' };
  expect(await servers.updateMany(online, { memory: 1 }, { dryRun: true })).toMatchObject({
    matched: 2,
  });
  expect((await servers.get('SN1')).value.memory).toBe(16);
  const claimed = await servers.claim({ filter: online, set: { status: 'Taken' }, count: 2 });
  expect(claimed.map(({ serverno }) => serverno).sort()).toEqual(['SN1', 'SN3']);
  await expect(
    servers.claim({ filter: online, set: { status: 'Taken' }, count: 1 }),
  ).rejects.toMatchObject({ code: 'not_enough_rows' });
  const back = await servers.updateMany({ status: 'Taken' }, online);
  expect(back).toMatchObject({ matched: 2, changed: 2 });
  await expect(servers.deleteMany({})).rejects.toMatchObject({ code: 'validation_failed' });

  const card = await anna.model('blog.ethernet').get(3);
  const { results } = await anna.batch([
    { op: 'update', model: 'blog.asset_db', key: 'SN3', set: { owner: 'batch' } },
    { op: 'update', model: 'blog.ethernet', key: 3, set: { e_model: 'i350' }, if_match: card.etag },
  ]);
  expect(results.map(({ status, key }) => [status, key])).toEqual([
    [200, 'SN3'],
    [200, 3],
  ]);
  const groups = await servers.aggregate({ by: ['status'], max: ['memory'] });
  expect(groups.results).toContainEqual({ status: 'Online', count: 2, memory__max: 16 });
});

test('a file goes out and comes in, with a report of each line', async () => {
  const query = { lookups: { serverno: 'SN2' }, fields: 'serverno,memory', format: 'csv' } as const;
  expect(await (await servers.export(query)).text()).toBe('serverno,memory\r\nSN2,64\r\n');
  const lines: unknown[] = [];
  const summary = await servers.import('serverno,memory\nSN2,65\nSN3,none\n', {
    type: 'text/csv',
    mode: 'rows',
    dryRun: true,
    onProgress: (reports) => lines.push(...reports.map(({ line, result }) => [line, result])),
  });
  expect(summary).toMatchObject({ rows: 2, updated: 1, failed: 1, dry_run: true });
  expect(lines).toEqual([
    [2, 'updated'],
    [3, 'failed'],
  ]);
});

test('what happens to the rows is told live, and kept', async () => {
  const opened = new Signal();
  const end = new AbortController();
  const events = servers.events({}, { signal: end.signal, onPosition: opened.give });
  const next = events.next();
  await opened.given;
  await anna.model('blog.ethernet').update({ key: 1 }, { e_porttype: '00' });
  await ben.model('blog.asset_db').update({ key: 'SN2' }, { memory: 66 });
  const { value } = (await next) as { value: { event: RecordEvent } };
  expect(value.event).toMatchObject({
    model: 'blog.asset_db',
    kind: 'updated',
    actor: { username: 'ben' },
    changes: { memory: { before: 64, after: 66 } },
  });
  end.abort();
  expect(await events.next()).toMatchObject({ done: true });
  const { results, covers, next: older } = await servers.history('SN2', { limit: 1 });
  expect([results.length, covers, older]).toEqual([1, 'api', null]);
  expect(results[0]).toEqual(value.event);
});

test('the inventory is reached the same way, by its own routes', async () => {
  const assets = anna.model('assets.asset');
  const row = await assets.create({ name: 'by label', site: 'Shanghai' });
  const [listed] = (await assets.page({ lookups: { id: row.key } })).rows;
  expect(listed).toEqual(row);
  expect(await assets.update(row, { rack: '24' })).toMatchObject({ outcome: 'done' });
  expect(await assets.update(row, { rack: '25' })).toMatchObject({
    outcome: 'changed',
    current: { value: { rack: '24' } },
  });
  expect((await assets.aggregate({ by: ['site'] })).results).toEqual([
    { site: 'Shanghai', count: 1 },
  ]);
  expect((await anna.assets.history(row.key as number)).results[0]).toMatchObject({
    asset_id: row.key,
  });
  await expect(assets.put(row, {})).rejects.toMatchObject({ code: 'model_read_only' });
});

test('an integer that a number does not hold comes as text, and finds its row', async () => {
  const memory = '9007199254740993';
  await sql('UPDATE blog_asset_db SET memory = ? WHERE serverno = ?', memory, 'sn4');
  const [row] = (await servers.page({ lookups: { memory } })).rows;
  expect(row).toMatchObject({ key: 'sn4', value: { memory } });
  expect(await servers.update(row ?? { key: '' }, { memory })).toMatchObject({ outcome: 'done' });
  expect(
    await sql('SELECT CAST(memory AS CHAR) AS memory FROM blog_asset_db WHERE id = 4'),
  ).toEqual([{ memory }]);
});
