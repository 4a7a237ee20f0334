import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import {
  type Asset,
  Lockstep,
  LockstepError,
  type Row,
  type RowReport,
} from '../../packages/client/src/index.js';
import { TokensRepository } from '../../src/auth/tokens.repository.js';
import { createTestApp, type TestApp } from '../support/app.js';
import { holdRow } from '../support/locks.js';
import { loginOf } from '../support/logins.js';
import { grant, newUser, PASSWORD } from '../support/users.js';

type Send = (request: Request) => Promise<Response>;

let site: TestApp;
let anna: Lockstep;
let annaId: number;
let benId: number;
/** What the client of Anna sent, as `POST /api/assets`. */
const sent: string[] = [];
/** Stands between the client and the service. */
let between: (request: Request, pass: Send) => Promise<Response> = (request, pass) => pass(request);

const send: Send = (request) => {
  sent.push(`${request.method} ${new URL(request.url).pathname}`);
  return between(request, fetch);
};

beforeAll(async () => {
  site = await createTestApp('client');
  annaId = await newUser(site.db, { username: 'anna' });
  benId = await newUser(site.db, { username: 'ben' });
  for (const id of [annaId, benId])
    await grant(
      site.db,
      id,
      ...['view', 'add', 'change', 'delete'].map((action) => `assets.${action}_asset`),
    );
  anna = new Lockstep({ baseUrl: site.origin, fetch: send });
  await anna.login('anna', PASSWORD);
});

afterAll(() => site.close());

beforeEach(async () => {
  await site.db.query('DELETE FROM assets_asset');
  between = (request, pass) => pass(request);
  sent.length = 0;
});

const newRow = (values: object = {}): Promise<Row<Asset, number>> =>
  anna.assets.create({ name: 'r5300g4', ...values });

const rackOf = async (id: number): Promise<unknown> =>
  (await site.db.query<{ rack: string }>('SELECT rack FROM assets_asset WHERE id = ?', [id]))[0]
    ?.rack;

/** The answer is lost on its way, once: what was asked for is done, and the client cannot know. */
function loseOneAnswer(path: string): void {
  let isLost = false;
  between = async (request, pass) => {
    const response = await pass(request);
    if (isLost || new URL(request.url).pathname !== path) return response;
    isLost = true;
    await response.body?.cancel();
    throw new TypeError('the connection was cut');
  };
}

describe('the session', () => {
  it('is that of Django: login, who I am, logout', async () => {
    const client = new Lockstep({ baseUrl: site.origin });
    expect(await client.me()).toBeNull();
    expect(await client.login('ben', PASSWORD)).toMatchObject({ username: 'ben' });
    expect(await client.me()).toMatchObject({ id: benId });
    await client.logout();
    expect(await client.me()).toBeNull();
  });

  it('a refused login says why', async () => {
    const refused = new Lockstep({ baseUrl: site.origin }).login('ben', 'wrong');
    await expect(refused).rejects.toMatchObject({ code: 'invalid_credentials', status: 401 });
    await expect(refused).rejects.toBeInstanceOf(LockstepError);
  });

  it('the CSRF token is asked for once, and again after a login has changed the secret', async () => {
    const client = new Lockstep({ baseUrl: site.origin, fetch: send });
    await client.login('anna', PASSWORD);
    await client.assets.create({ name: 'one' });
    await client.assets.create({ name: 'two' });
    expect(sent).toEqual([
      'GET /api/auth/csrf',
      'POST /api/auth/login',
      'GET /api/auth/csrf',
      'POST /api/assets',
      'POST /api/assets',
    ]);
  });

  it('a token that is refused is renewed, and the request is sent again', async () => {
    await newRow();
    sent.length = 0;
    let isSpoilt = false;
    between = (request, pass) => {
      if (isSpoilt || request.method !== 'POST') return pass(request);
      isSpoilt = true;
      const spoilt = new Request(request);
      spoilt.headers.set('X-CSRFToken', 'A'.repeat(64));
      return pass(spoilt);
    };
    await newRow();
    expect(sent).toEqual(['POST /api/assets', 'GET /api/auth/csrf', 'POST /api/assets']);
  });

  it('a program sends its token of REST framework instead', async () => {
    const token = await site.app.get(TokensRepository, { strict: false }).getOrCreate(annaId);
    const program = new Lockstep({ baseUrl: site.origin, token, fetch: send });
    await program.assets.create({ name: 'by token' });
    expect(sent).toEqual(['POST /api/assets']);
  });
});

describe('a write', () => {
  it('is done on the state that was read', async () => {
    const row = await newRow();
    const written = await anna.assets.update(row, { rack: '24' });
    expect(written).toMatchObject({ outcome: 'done', row: { value: { rack: '24' } } });
    if (written.outcome === 'done')
      expect(await anna.assets.update(written.row, { rack: '25' })).toMatchObject({
        outcome: 'done',
      });
    expect(await rackOf(row.value.id)).toBe('25');
  });

  it('on a row that somebody else changed gives what it is now, and a second try from there is done', async () => {
    const row = await newRow();
    await site.db.query('UPDATE assets_asset SET rack = ? WHERE id = ?', ['django', row.value.id]);
    const written = await anna.assets.update(row, { rack: '24' });
    expect(written).toMatchObject({ outcome: 'changed', current: { value: { rack: 'django' } } });
    expect(await rackOf(row.value.id)).toBe('django');
    if (written.outcome === 'changed')
      expect(await anna.assets.update(written.current, { rack: '24' })).toMatchObject({
        outcome: 'done',
      });
  });

  it('on a row that a transaction holds says so, after the wait that was asked for', async () => {
    const row = await newRow();
    const django = await holdRow(site.db, 'assets_asset', row.value.id);
    const written = await anna.assets.update(row, { rack: '24' }, { wait: 0 });
    await django.rollback();
    expect(written).toMatchObject({ outcome: 'locked', retryAfter: 1 });
    expect(await rackOf(row.value.id)).toBe('');
  });

  it('on a row in somebody’s form says whose; the holder writes with the token', async () => {
    const row = await newRow();
    const ben = await loginOf(site, benId);
    await ben.put(`/api/assets/${row.value.id}/lease`, { seconds: 60 });
    expect(await anna.assets.update(row, { rack: '24' })).toMatchObject({
      outcome: 'leased',
      lease: { holder: { username: 'ben' } },
    });
    await ben.delete(`/api/assets/${row.value.id}/lease`);

    const { token } = await anna.assets.lease(row.value.id, 60);
    expect(await anna.assets.update(row, { rack: '24' }, { leaseToken: token })).toMatchObject({
      outcome: 'done',
    });
    await anna.assets.giveUpLease(row.value.id, token);
  });

  it('deletes the row that was read, and no other state of it', async () => {
    const row = await newRow();
    await site.db.query('UPDATE assets_asset SET rack = ? WHERE id = ?', ['django', row.value.id]);
    const stale = await anna.assets.delete(row);
    expect(stale.outcome).toBe('changed');
    if (stale.outcome !== 'changed') return;
    expect(await anna.assets.delete(stale.current)).toMatchObject({ outcome: 'done' });
    await expect(anna.assets.get(row.value.id)).rejects.toMatchObject({ code: 'asset_not_found' });
  });
});

describe('what is sent again', () => {
  it('a create whose answer was lost is done once', async () => {
    loseOneAnswer('/api/assets');
    const row = await newRow({ asset_tag: 'ONCE' });
    expect(sent.filter((line) => line === 'POST /api/assets')).toHaveLength(2);
    expect(row.value.asset_tag).toBe('ONCE');
    expect(await site.db.query('SELECT id FROM assets_asset')).toEqual([{ id: row.value.id }]);
  });

  it('a change whose answer was lost is done once, and is no conflict with itself', async () => {
    const row = await newRow();
    loseOneAnswer(`/api/assets/${row.value.id}`);
    expect(await anna.assets.update(row, { rack: '24' })).toMatchObject({
      outcome: 'done',
      row: { value: { version: row.value.version + 1 } },
    });
  });

  it('what the service cannot do for the moment, after the time that it says', async () => {
    const row = await newRow();
    let times = 0;
    between = (request, pass) => {
      times += 1;
      const busy = new Response(null, { status: 503, headers: { 'Retry-After': '0' } });
      return times <= 2 ? Promise.resolve(busy) : pass(request);
    };
    expect((await anna.assets.get(row.value.id)).etag).toBe(row.etag);
    expect(times).toBe(3);
  });

  it('not when the time is longer than the caller wants to wait', async () => {
    let times = 0;
    between = () => {
      times += 1;
      return Promise.resolve(new Response(null, { status: 503, headers: { 'Retry-After': '60' } }));
    };
    await expect(anna.assets.get(1)).rejects.toMatchObject({ status: 503, code: undefined });
    expect(times).toBe(1);
  });

  it('not a login whose answer was lost: nobody knows whether it was done', async () => {
    const client = new Lockstep({ baseUrl: site.origin, fetch: send });
    loseOneAnswer('/api/auth/login');
    await expect(client.login('anna', PASSWORD)).rejects.toThrow('cut');
  });
});

it('a list goes over all its pages, with the lookups of Django', async () => {
  for (let n = 0; n < 7; n += 1) await newRow({ rack: n < 5 ? '24' : '25', name: `r-${n}` });
  const names: string[] = [];
  const query = { lookups: { rack: '24', name__startswith: 'r-' }, ordering: '-name', limit: 2 };
  for await (const { name } of anna.assets.list(query)) names.push(name);
  expect(names).toEqual(['r-4', 'r-3', 'r-2', 'r-1', 'r-0']);
  expect(await anna.assets.list({ fields: 'name', limit: 1 }).next()).toMatchObject({
    value: { name: 'r-0' },
  });
});

it('the feed goes on behind the last event when its connection is lost', async () => {
  const end = new AbortController();
  const connections: AbortController[] = [];
  const opened = opening();
  between = async (request, pass) => {
    if (!request.url.includes('/api/events')) return pass(request);
    const connection = new AbortController();
    connections.push(connection);
    const signal = AbortSignal.any([request.signal, connection.signal]);
    const response = await pass(new Request(request, { signal }));
    opened.resolve();
    return response;
  };
  const feed = anna.events({ kind: 'created' }, { signal: end.signal });
  const first = feed.next();
  await opened.promise;
  const { value: a } = await newRow({ name: 'a' });
  expect((await first).value).toMatchObject({ event: { asset_id: a.id } });

  const second = feed.next();
  connections[0]?.abort();
  const { value: b } = await newRow({ name: 'b' });
  const { value: c } = await newRow({ name: 'c' });
  expect((await second).value).toMatchObject({ event: { asset_id: b.id } });
  expect((await feed.next()).value).toMatchObject({ event: { asset_id: c.id } });

  const last = feed.next();
  end.abort();
  expect(await last).toMatchObject({ done: true });
});

it('a listener who may not listen is told', async () => {
  const stranger = new Lockstep({ baseUrl: site.origin });
  await expect(stranger.events().next()).rejects.toMatchObject({ code: 'not_authenticated' });
});

it('an import tells of its rows as they are done, and how it ended', async () => {
  const rows = Array.from({ length: 1200 }, (_, n) => `I-${n},server ${n}`);
  const reports: RowReport[] = [];
  const summary = await anna.assets.import(`asset_tag,name\n${rows.join('\n')}\nI-0,twice\n,x`, {
    type: 'text/csv',
    mode: 'rows',
    onProgress: (part) => reports.push(...part),
  });
  expect(summary).toEqual({
    rows: 1202,
    created: 1200,
    updated: 1,
    unchanged: 0,
    failed: 1,
    dry_run: false,
  });
  expect(reports.map(({ line }) => line)).toEqual(Array.from({ length: 1202 }, (_, n) => n + 2));
});

it('a file that is none is refused as a whole', async () => {
  const refused = anna.assets.import('nonsense', { type: 'text/csv' });
  await expect(refused).rejects.toMatchObject({ code: 'malformed_import' });
});

function opening(): { promise: Promise<void>; resolve: () => void } {
  let resolve: () => void = () => undefined;
  const promise = new Promise<void>((settle) => {
    resolve = settle;
  });
  return { promise, resolve };
}
