import { HttpError } from 'ra-core';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { Lockstep } from '../../packages/client/src/index.js';
import {
  lockstepAuthProvider,
  lockstepDataProvider,
  type LockstepDataProvider,
  type LockstepRecord,
  type RealtimeEvent,
} from '../../packages/ra-data-lockstep/src/index.js';
import { type BlogSite, openBlog } from '../support/blog-client.js';
import { newUser, PASSWORD } from '../support/users.js';

const SERVERS = 'blog.asset_db';
const CARDS = 'blog.ethernet';
const SORT = { field: 'id', order: 'ASC' } as const;

let blog: BlogSite;
let anna: LockstepDataProvider;
let ben: LockstepDataProvider;
/** What Anna's browser sent, as `GET /api/models/blog.asset_db`. */
const sent: string[] = [];
const lost: unknown[] = [];

beforeAll(async () => {
  blog = await openBlog('ra_data');
  await blog.visitor('anna');
  const client = new Lockstep({
    baseUrl: blog.site.origin,
    fetch: (request) => {
      sent.push(`${request.method} ${new URL(request.url).pathname}`);
      return fetch(request);
    },
  });
  await client.login('anna', PASSWORD);
  anna = lockstepDataProvider(client, { onLockLost: (...lock) => lost.push(lock) });
  ben = lockstepDataProvider(await blog.visitor('ben'));
}, 120_000);

afterAll(() => blog.site.close());

beforeEach(() => {
  sent.length = 0;
});

const sql = (text: string) => blog.site.db.query(text);

const list = (page: number, perPage: number, filter: object = {}, meta: object = {}) =>
  anna.getList<LockstepRecord>(SERVERS, {
    pagination: { page, perPage },
    sort: SORT,
    filter,
    meta,
  });

const idsOf = (data: readonly LockstepRecord[]) => data.map(({ id }) => id);

const getOne = async (id: string, provider = anna): Promise<LockstepRecord> =>
  (await provider.getOne<LockstepRecord>(SERVERS, { id })).data;

describe('a list', () => {
  test('has pages by number over cursors, a total, and ids that stand in paths', async () => {
    const first = await list(1, 3);
    expect(idsOf(first.data)).toEqual(['SN1', 'SN2', 'SN3']);
    expect(first).toMatchObject({
      total: 4,
      pageInfo: { hasNextPage: true, hasPreviousPage: false },
    });
    // The model has a field of its own that is called so.
    expect(first.data[0]).toMatchObject({ $id: 1, serverno: 'SN1' });
    sent.length = 0;
    const second = await list(2, 3);
    expect([idsOf(second.data), sent.length]).toEqual([['sn4'], 1]);
    expect(second.pageInfo).toEqual({ hasNextPage: false, hasPreviousPage: true });
  });

  test('finds a page that nobody has walked to, and none behind the last', async () => {
    expect(idsOf((await list(4, 1)).data)).toEqual(['sn4']);
    expect(await list(9, 1)).toMatchObject({ data: [], total: 4 });
    const { total, data } = await list(1, 1000, {}, { count: false });
    expect([total, data.length]).toEqual([undefined, 4]);
  });

  test('takes Django’s lookups, lists, relations and a search', async () => {
    const found = async (filter: object) => idsOf((await list(1, 10, filter)).data);
    expect(await found({ status: ['Online', 'Repair'] })).toEqual(['SN1', 'SN3', 'sn4']);
    expect(await found({ ethernets: { e_model: 'x710' } })).toEqual(['SN1']);
    expect(await found({ memory__gte: 64, ethernets__e_sn: 'E-3', q: '' })).toEqual(['SN2', 'sn4']);
    expect(await found({ q: '10.0.0', owner__isnull: false })).toEqual(['SN1', 'SN2', 'SN3']);
    expect(await found({ owner: null })).toEqual([]);
    await expect(found({ nothing: 1 })).rejects.toMatchObject({
      status: 400,
      body: { code: 'invalid_lookup' },
    });
  });

  test('many rows are one request, by their keys or by what foreign keys hold', async () => {
    const { data } = await anna.getMany<LockstepRecord>(SERVERS, { ids: ['SN3', 'SN1'] });
    expect([idsOf(data), sent.length]).toEqual([['SN3', 'SN1'], 1]);
    const byKey = await anna.getMany<LockstepRecord>(SERVERS, { ids: [2], meta: { by: 'id' } });
    expect(byKey.data).toMatchObject([{ id: 2, serverno: 'SN2' }]);
  });

  test('rows that refer to one are found also where ids are no primary keys', async () => {
    const reference = { pagination: { page: 1, perPage: 5 }, sort: SORT, filter: {} };
    const cards = await anna.getManyReference(CARDS, {
      ...reference,
      target: 'asset_db',
      id: 'SN1',
    });
    expect(cards).toMatchObject({ total: 2, data: [{ id: 1 }, { id: 2 }] });
  });
});

describe('a write', () => {
  test('sends what was changed, on the state that the form began with', async () => {
    const record = await getOne('SN1');
    const { data } = await anna.update<LockstepRecord>(SERVERS, {
      id: 'SN1',
      data: { ...record, memory: 32, ethernets: [1] },
      previousData: record,
    });
    expect(data).toMatchObject({ id: 'SN1', memory: 32, ethernets: [1] });
    expect(data.$etag).not.toBe(record.$etag);

    await sql("UPDATE blog_asset_db SET status = 'by SQL' WHERE serverno = 'SN1'");
    // The cache may know the newer state already; the form does not.
    const previousData = await getOne('SN1');
    const refused = anna.update(SERVERS, {
      id: 'SN1',
      data: { ...data, memory: 64 },
      previousData,
    });
    await expect(refused).rejects.toMatchObject({
      status: 412,
      body: {
        outcome: 'changed',
        current: { id: 'SN1', status: 'by SQL', memory: 32, $etag: previousData.$etag },
      },
    });
    await expect(refused).rejects.toBeInstanceOf(HttpError);
    await sql("UPDATE blog_asset_db SET status = 'Online' WHERE serverno = 'SN1'");
  });

  test('that is refused says so at the fields', async () => {
    const record = await getOne('SN2');
    const data = { ...record, memory: 'much', user: 'me' };
    await expect(
      anna.update(SERVERS, { id: 'SN2', data, previousData: record }),
    ).rejects.toMatchObject({
      status: 400,
      body: {
        errors: {
          memory: expect.stringContaining('whole number') as string,
          user: expect.stringContaining('may not be written') as string,
        },
      },
    });
    const twice = { serverno: 'SN2', ip_addr: '10.0.0.9', owner: '' };
    await expect(anna.create(SERVERS, { data: twice })).rejects.toMatchObject({
      status: 409,
      body: { errors: { serverno: expect.stringContaining('same serverno') as string } },
    });
    await expect(
      anna.updateMany(SERVERS, { ids: ['SN2'], data: { memory: 'much' } }),
    ).rejects.toMatchObject({ body: { errors: { memory: expect.any(String) as string } } });
  });

  test('of many rows is one request; new rows come and go', async () => {
    for (const serverno of ['N1', 'N2', 'N3']) {
      const created = await anna.create<LockstepRecord>(SERVERS, {
        data: { serverno, ip_addr: '10.0.1.1', owner: '' },
      });
      expect(created.data).toMatchObject({ id: serverno, status: 'Offline' });
    }
    sent.length = 0;
    const ids = ['N1', 'N2'];
    expect(await anna.updateMany(SERVERS, { ids, data: { owner: 'Ann' } })).toEqual({ data: ids });
    expect(await anna.deleteMany(SERVERS, { ids })).toEqual({ data: ids });
    expect(sent).toEqual([`PATCH /api/models/${SERVERS}`, `DELETE /api/models/${SERVERS}`]);
    const previousData = await getOne('N3');
    await sql("UPDATE blog_asset_db SET owner = 'SQL' WHERE serverno = 'N3'");
    await expect(anna.delete(SERVERS, { id: 'N3', previousData })).rejects.toMatchObject({
      status: 412,
    });
    expect(await anna.delete(SERVERS, { id: 'N3' })).toEqual({ data: { id: 'N3' } });
  });
});

test('a form that is open is a lease: others see whose, and only its own writes pass', async () => {
  const lock = { id: 'SN2' };
  expect(await ben.getLock(SERVERS, lock)).toEqual({ data: null });
  expect(await anna.lock(SERVERS, lock)).toMatchObject({ data: { recordId: 'SN2' } });
  await ben.getList(SERVERS, { pagination: { page: 1, perPage: 9 }, sort: SORT, filter: {} });
  expect(await ben.getLocks(SERVERS)).toMatchObject({
    data: [{ recordId: 'SN2', username: 'anna', secondsLeft: expect.any(Number) as number }],
  });
  await expect(ben.lock(SERVERS, lock)).rejects.toMatchObject({
    status: 423,
    body: { lease: { holder: { username: 'anna' } } },
  });
  const record = await getOne('SN2', ben);
  const change = { id: 'SN2', data: { ...record, owner: 'Ben' }, previousData: record };
  await expect(ben.update(SERVERS, change)).rejects.toMatchObject({
    status: 423,
    body: { outcome: 'leased' },
  });
  await anna.update(SERVERS, { ...change, data: { ...record, owner: 'Anna' } });
  await anna.unlock(SERVERS, lock);
  expect(await ben.getLocks(SERVERS)).toEqual({ data: [] });
});

test('what happens is told by topic, over one connection', async () => {
  const told: RealtimeEvent[] = [];
  const waiting: (() => void)[] = [];
  const listen = (event: RealtimeEvent) => {
    told.push(event);
    waiting.shift()?.();
  };
  const next = () => new Promise<void>((resolve) => waiting.push(resolve));
  await anna.subscribe(`resource/${SERVERS}/SN3`, listen);
  let heard = next();
  await ben.update(SERVERS, { id: 'SN2', data: { memory: 1 }, previousData: {} as never });
  await ben.update(SERVERS, { id: 'SN3', data: { memory: 1 }, previousData: {} as never });
  await heard;
  await anna.subscribe(`resource/${CARDS}`, listen);
  heard = next();
  await ben.update(CARDS, { id: 1, data: { e_model: 'i225' }, previousData: {} as never });
  await heard;
  expect(told).toMatchObject([
    { type: 'updated', topic: `resource/${SERVERS}/SN3`, payload: { ids: ['SN3'] } },
    { type: 'updated', topic: `resource/${CARDS}`, payload: { ids: [1], event: { key: '1' } } },
  ]);
  await anna.unsubscribe(`resource/${SERVERS}/SN3`, listen);
  await anna.unsubscribe(`resource/${CARDS}`, listen);
});

test('the login is that of the Django site, and rights are those of the models', async () => {
  await newUser(blog.site.db, { username: 'viewer' });
  await sql(
    `INSERT INTO auth_user_user_permissions (user_id, permission_id)
      SELECT user.id, permission.id FROM auth_user user JOIN auth_permission permission
       WHERE user.username = 'viewer' AND permission.codename = 'view_asset_db'`,
  );
  const auth = lockstepAuthProvider(new Lockstep({ baseUrl: blog.site.origin }));
  await expect(auth.checkAuth({})).rejects.toMatchObject({ status: 401 });
  const wrong = { username: 'viewer', password: 'wrong' };
  await expect(auth.login(wrong)).rejects.toMatchObject({ body: { code: 'invalid_credentials' } });
  await auth.login({ username: 'viewer', password: PASSWORD });
  await auth.checkAuth({});
  expect(await auth.getIdentity?.()).toMatchObject({ fullName: 'viewer' });
  const may = async (action: string, resource = SERVERS) => auth.canAccess?.({ action, resource });
  expect(await Promise.all(['list', 'edit', 'create', 'delete'].map((one) => may(one)))).toEqual([
    true,
    false,
    false,
    false,
  ]);
  expect([await may('list', CARDS), await may('list', 'nothing')]).toEqual([false, false]);
  await expect(auth.checkError({ status: 500 })).resolves.toBeUndefined();
  await auth.logout({});
  await expect(auth.checkAuth({})).rejects.toMatchObject({ status: 401 });
});
