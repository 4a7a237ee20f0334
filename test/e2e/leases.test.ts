import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { Database } from '../../src/database/index.js';
import { createTestApp, startApp, type TestApp } from '../support/app.js';
import type { Browser } from '../support/browser.js';
import { lockWait } from '../support/lock-waits.js';
import { hold, holdRow } from '../support/locks.js';
import { loginOf } from '../support/logins.js';
import { newAsset } from '../support/new-asset.js';
import { grant, newUser } from '../support/users.js';

interface Lease {
  token: string;
  holder: { id: number; username: string };
  taken_at: string;
  expires_at: string;
  seconds_left: number;
}

let site: TestApp;
let second: Awaited<ReturnType<typeof startApp>>;
let anna: Browser;
let ben: Browser;
let annaId: number;

beforeAll(async () => {
  site = await createTestApp('leases');
  second = await startApp(site.db.url);
  annaId = await newUser(site.db, { username: 'anna' });
  const benId = await newUser(site.db, { username: 'ben' });
  for (const id of [annaId, benId])
    await grant(
      site.db,
      id,
      ...['view', 'add', 'change', 'delete'].map((action) => `assets.${action}_asset`),
    );
  anna = await loginOf(site, annaId);
  ben = await loginOf({ ...site, origin: second.origin }, benId);
});

afterAll(async () => {
  await second.app.close();
  await site.close();
});

beforeEach(() => site.db.query('DELETE FROM assets_asset'));

async function leaseOf(path: string, browser = anna): Promise<Lease> {
  const { status, body } = await browser.put<Lease & Record<string, unknown>>(`${path}/lease`, {
    seconds: 300,
  });
  expect(status).toBe(200);
  return body;
}

/** As if its time had passed: the clock of the database decides. */
const expire = (id: number) =>
  site.db.query(
    'UPDATE lockstep_lease SET expires_at = UTC_TIMESTAMP(6) - INTERVAL 1 SECOND WHERE row_key = ?',
    [id],
  );

test('a lease keeps every other writer out, in another process too, and says who has it', async () => {
  const { id, path } = await newAsset(anna);
  const lease = await leaseOf(path);
  expect(lease).toMatchObject({ asset_id: id, holder: { id: annaId, username: 'anna' } });
  const refused = [
    await ben.patch(path, { name: 'b' }),
    await ben.delete(path),
    await ben.post(`${path}/check-out`, { user_id: annaId }),
    await ben.post(`${path}/transition`, { status: 'lost' }),
    await ben.patch('/api/assets', { filter: { id }, set: { name: 'b' } }),
    await ben.delete('/api/assets', { filter: { id } }),
    await ben.put(`${path}/lease`, { seconds: 5 }),
    await ben.delete(`${path}/lease`),
    // The same user in another window has no token: it is another form.
    await anna.patch(path, { name: 'b' }),
  ];
  for (const { status, body, headers } of refused) {
    expect([status, body.code]).toEqual([423, 'lease_held']);
    expect(body).toMatchObject({ lease: { asset_id: id, holder: { username: 'anna' } } });
    expect(JSON.stringify(body)).not.toContain(lease.token);
    expect(Number(headers.get('retry-after'))).toBeGreaterThan(200);
  }
  expect((await ben.get(path)).body).toMatchObject({ name: 'asset', version: 1 });
});

test('a writer who waited for the row meets the lease that was given meanwhile', async () => {
  const { id, path } = await newAsset(anna);
  const holder = await holdRow(site.db, 'assets_asset', id);
  const late = ben.patch(path, { name: 'b' });
  await lockWait(site.db);
  await holder.query(
    `INSERT INTO lockstep_lease (model, row_key, holder_id, token, expires_at)
      VALUES ('assets.asset', ?, ?, 'given-meanwhile', UTC_TIMESTAMP(6) + INTERVAL 300 SECOND)`,
    [id, annaId],
  );
  await holder.commit();
  expect(await late).toMatchObject({
    status: 423,
    body: { code: 'lease_held', lease: { holder: { username: 'anna' } } },
  });
  expect((await anna.get(path)).body).toMatchObject({ name: 'asset', version: 1 });
});

test('on a cluster of several writers a write meets a lease that another member gives, past the lock of the row', async () => {
  const { id, path } = await newAsset(anna);
  vi.spyOn(second.app.get(Database), 'hasOtherWriters', 'get').mockReturnValue(true);
  // The cluster's word on two rows written at once is the lock of the row here: the member has none on the asset.
  const member = await hold(site.db);
  await member.query(
    `INSERT INTO lockstep_lease (model, row_key, holder_id, token, expires_at)
      VALUES ('assets.asset', ?, ?, 'given-meanwhile', UTC_TIMESTAMP(6) + INTERVAL 300 SECOND)`,
    [id, annaId],
  );
  const late = ben.patch(path, { name: 'b' });
  await lockWait(site.db);
  await member.commit();
  expect((await late).body).toMatchObject({ status: 423, code: 'lease_held' });
  await expire(id);
  expect((await ben.patch(path, { name: 'b' })).status).toBe(200);
  expect((await ben.get(`${path}/lease`)).body).toMatchObject({ code: 'lease_not_found' });
  vi.restoreAllMocks();
});

test('the holder writes with his token, renews it and gives it up', async () => {
  const { path } = await newAsset(anna);
  const { token } = await leaseOf(path);
  const own = { 'lease-token': token };
  expect((await anna.patch(path, { name: 'b' }, own)).status).toBe(200);
  const renewed = await anna.put<Lease & Record<string, unknown>>(
    `${path}/lease`,
    { seconds: 3600 },
    own,
  );
  expect(renewed.body.token).toBe(token);
  expect(renewed.body.seconds_left).toBeGreaterThan(3000);
  const shown = await ben.get(`${path}/lease`);
  expect(shown.body).toMatchObject({ holder: { username: 'anna' } });
  expect(shown.body).not.toHaveProperty('token');
  expect((await anna.delete(`${path}/lease`, undefined, own)).status).toBe(204);
  expect((await ben.get(`${path}/lease`)).body).toMatchObject({ code: 'lease_not_found' });
  expect((await ben.patch(path, { name: 'c' })).status).toBe(200);
});

test('a lease tells since when: renewing leaves that, another form begins anew', async () => {
  const { id, path } = await newAsset(anna);
  const own = { 'lease-token': (await leaseOf(path)).token };
  const since = (): Promise<unknown> => ben.get(`${path}/lease`).then(({ body }) => body.taken_at);
  const setBack = (column: string) =>
    site.db.query(
      `UPDATE lockstep_lease SET ${column} = '2026-01-31 08:00:00.25' WHERE row_key = ?`,
      [id],
    );
  await setBack('taken_at');
  const renewed = await anna.put<Lease & Record<string, unknown>>(
    `${path}/lease`,
    { seconds: 60 },
    own,
  );
  expect([renewed.status, renewed.body.taken_at]).toEqual([200, '2026-01-31T08:00:00.250Z']);
  expect(await since()).toBe('2026-01-31T08:00:00.250Z');
  const refused = await ben.patch<{ lease: unknown }>(path, { name: 'b' });
  expect(refused.body.lease).toMatchObject({ taken_at: '2026-01-31T08:00:00.250Z' });
  // Over, but not yet cleared away.
  await setBack('expires_at');
  const { taken_at: taken, expires_at: expires } = await leaseOf(path, ben);
  expect(Date.parse(expires) - Date.parse(taken)).toBe(300_000);
});

test('the token of a lease that is over is refused, whether or not somebody else has one', async () => {
  const { id, path } = await newAsset(anna);
  const { token } = await leaseOf(path);
  const stale = { 'lease-token': token };
  await expire(id);
  const lost = { status: 412, code: 'lease_lost' };
  expect((await anna.patch(path, { name: 'late' }, stale)).body).toMatchObject(lost);
  expect((await anna.put(`${path}/lease`, { seconds: 5 }, stale)).body).toMatchObject(lost);
  expect((await anna.delete(`${path}/lease`, undefined, stale)).body).toMatchObject(lost);
  await leaseOf(path, ben);
  expect((await anna.patch(path, { name: 'late' }, stale)).body).toMatchObject(lost);
  expect((await ben.get(path)).body).toMatchObject({ name: 'asset', version: 1 });
});

test('of many who want the lease at once one gets it', async () => {
  const { path } = await newAsset(anna);
  const answers = await Promise.all(
    Array.from({ length: 12 }, (_, n) =>
      (n % 2 ? anna : ben).put(`${path}/lease`, { seconds: 60 }),
    ),
  );
  const statuses = answers.map(({ status }) => status).sort((a, b) => a - b);
  expect(statuses).toEqual([200, ...Array.from({ length: 11 }, () => 423)]);
});

test('a holder who lost his token ends the lease, and so does a superuser, but nobody else', async () => {
  const { path } = await newAsset(anna);
  await leaseOf(path);
  expect((await ben.delete(`${path}/lease`)).status).toBe(423);
  expect((await anna.delete(`${path}/lease`)).status).toBe(204);
  await leaseOf(path);
  const rootId = await newUser(site.db, { username: 'root', isSuperuser: true });
  expect((await (await loginOf(site, rootId)).delete(`${path}/lease`)).status).toBe(204);
  expect((await anna.delete(`${path}/lease`)).status).toBe(204);
});

test('an allocation passes over what is under a lease', async () => {
  const first = await newAsset(anna, { site: 'S' });
  const other = await newAsset(anna, { site: 'S' });
  await leaseOf(first.path);
  const wish = { filter: { site: 'S' }, count: 1, user_id: annaId };
  const taken = await ben.post('/api/assets/allocate', wish);
  expect(JSON.stringify(taken.body)).toContain(`"id":${other.id}`);
  expect((await ben.post('/api/assets/allocate', wish)).status).toBe(409);
});

test('one row under a lease stops a whole bulk change; the holder’s token lets it through', async () => {
  const free = await newAsset(anna, { site: 'B' });
  const leased = await newAsset(anna, { site: 'B' });
  const { token } = await leaseOf(leased.path);
  const wish = { filter: { site: 'B' }, set: { rack: '9' } };
  expect((await anna.patch('/api/assets', wish)).status).toBe(423);
  expect((await anna.get(free.path)).body).toMatchObject({ rack: '', version: 1 });
  expect((await anna.patch('/api/assets', wish, { 'lease-token': token })).body).toMatchObject({
    changed: 2,
  });
});

test('a lease does not bind SQL or Django, and ends with its asset', async () => {
  const { id, path } = await newAsset(anna);
  await leaseOf(path);
  await site.db.query("UPDATE assets_asset SET name = 'sql' WHERE id = ?", [id]);
  expect((await ben.get(path)).body).toMatchObject({ name: 'sql' });
  await site.db.query('DELETE FROM assets_asset WHERE id = ?', [id]);
  expect(await site.db.query('SELECT 1 FROM lockstep_lease WHERE row_key = ?', [id])).toEqual([]);
  expect((await anna.put(`${path}/lease`, { seconds: 5 })).body).toMatchObject({
    status: 404,
    code: 'asset_not_found',
  });
});
