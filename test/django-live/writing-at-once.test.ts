import { afterAll, beforeAll, expect, test } from 'vitest';
import { RequestSession } from '../../src/http/index.js';
import { SessionsService } from '../../src/sessions/sessions.service.js';
import { logInAtDjango } from '../support/django.js';
import {
  createLiveSites,
  type LiveSites,
  newDjangoUser,
  PASSWORD,
  type Visitor,
} from '../support/live.js';

const DJANGO_WRITERS = 4;
const API_WRITERS = 8;
const WRITES = 5;
const PATIENCE = 180_000;

let sites: LiveSites;

beforeAll(async () => {
  sites = await createLiveSites(
    'live_at_once',
    { LOCK_WAIT_SECONDS: '60', DB_POOL_SIZE: '10' },
    { SESSION_ENGINE: 'assets.merging_sessions' },
  );
  await newDjangoUser(sites.django, 'root');
});

afterAll(() => sites.close());

async function loggedIn(): Promise<Visitor> {
  const visitor = sites.visitor();
  expect((await logInAtDjango(visitor.there, 'root', PASSWORD)).status).toBe(200);
  return visitor;
}

/** `name-0 … name-4` for each of so many writers. */
function marksOf(side: string, writers: number): string[][] {
  return Array.from({ length: writers }, (_, writer) =>
    Array.from({ length: WRITES }, (_, write) => `${side}${writer}-${write}`),
  );
}

const [THERE, HERE] = [marksOf('django', DJANGO_WRITERS), marksOf('api', API_WRITERS)];
const ALL = [...THERE, ...HERE].flat().sort();

/** Every writer at once, each one after the other of its own writes. */
async function writeAll(
  there: (mark: string, writer: number) => Promise<unknown>,
  here: (mark: string) => Promise<unknown>,
): Promise<void> {
  const inTurn = async (marks: string[], write: (mark: string) => Promise<unknown>) => {
    for (const mark of marks) await write(mark);
  };
  await Promise.all([
    ...THERE.map((marks, writer) => inTurn(marks, (mark) => there(mark, writer))),
    ...HERE.map((marks) => inTurn(marks, here)),
  ]);
}

test(
  '4 writers of Django and 8 of the API on one asset: every write is there, and the version counts them',
  async () => {
    const { here } = await loggedIn();
    const created = await here.post<{ id: number }>('/api/assets', { name: 'busy' });
    const path = `/api/assets/${created.body.id}`;

    const writeThere = (mark: string, writer: number) =>
      sites.django.shell(`writer${writer}`)(
        `from django.db import transaction
from assets.models import Asset
with transaction.atomic():
    asset = Asset.objects.select_for_update().get(pk=pk)
    asset.notes += mark + ','
    asset.save()`,
        { pk: created.body.id, mark },
      );
    /** Appends to what it read, and again when somebody was faster. */
    const writeHere = async (mark: string): Promise<void> => {
      for (;;) {
        const read = await here.get<{ notes: string }>(path);
        const ifMatch = { 'if-match': read.headers.get('etag') ?? '' };
        const { status } = await here.patch(path, { notes: `${read.body.notes}${mark},` }, ifMatch);
        if (status === 200) return;
        expect(status).toBe(412);
      }
    };
    await writeAll(writeThere, writeHere);

    const { body } = await here.get<{ notes: string; version: number }>(path);
    expect(body.notes.split(',').filter(Boolean).sort()).toEqual(ALL);
    expect(body.version).toBe(1 + ALL.length);
  },
  PATIENCE,
);

test(
  '4 writers of Django with the merging engine and 8 of the API on one session: every key is there',
  async () => {
    const visitor = await loggedIn();
    await writeAll(
      async (mark) => {
        const { status } = await visitor.there.post('/session/', { set: { [mark]: 1 } });
        expect(status).toBe(200);
      },
      async (mark) => {
        expect((await visitor.here.patch('/api/session', { [mark]: 1 })).status).toBe(200);
      },
    );
    const { body } = await visitor.here.get<{ data: object }>('/api/session');
    expect(
      Object.keys(body.data)
        .filter((key) => /^(django|api)\d/.test(key))
        .sort(),
    ).toEqual(ALL);
  },
  PATIENCE,
);

/** A session of Django in a shell, read and changed and not yet saved. */
async function unsavedThere(engine: string, key: string | undefined) {
  const shell = sites.django.shell(engine);
  await shell(
    `from importlib import import_module
session = import_module(engine).SessionStore(key)
session['theirs'] = 'theirs'`,
    { engine, key },
  );
  return shell;
}

const DJANGOS_OWN = 'django.contrib.sessions.backends.db';

test('what we write between the load and the save of Django’s own engine is undone by that save', async () => {
  const { here } = await loggedIn();
  const shell = await unsavedThere(DJANGOS_OWN, here.jar.get('sessionid'));
  expect((await here.patch('/api/session', { ours: 'ours' })).status).toBe(200);
  await shell('session.save()');
  const { body } = await here.get<{ data: object }>('/api/session');
  expect(body.data).toMatchObject({ theirs: 'theirs' });
  expect(body.data).not.toHaveProperty('ours');
});

test('what we write between the load and the save of the merging engine stays', async () => {
  const { here } = await loggedIn();
  const shell = await unsavedThere('assets.merging_sessions', here.jar.get('sessionid'));
  expect((await here.patch('/api/session', { ours: 'ours' })).status).toBe(200);
  await shell('session.save()');
  expect((await here.get('/api/session')).body).toMatchObject({
    data: { theirs: 'theirs', ours: 'ours' },
  });
});

test('the merging engine removes what its request removed, and a logged-out session stays ended', async () => {
  const { here } = await loggedIn();
  await here.patch('/api/session', { old: 1, kept: { list: [1] } });
  const key = here.jar.get('sessionid');
  const shell = await unsavedThere('assets.merging_sessions', key);
  await here.patch('/api/session', { ours: 'ours' });
  await shell(`del session['old']
session['kept']['list'].append(2)
session.save()`);
  const { body } = await here.get<{ data: object }>('/api/session');
  expect(body.data).toMatchObject({ theirs: 'theirs', ours: 'ours', kept: { list: [1, 2] } });
  expect(body.data).not.toHaveProperty('old');
  expect((await here.post('/api/auth/logout')).status).toBe(204);
  await expect(shell(`session['late'] = 1; session.save()`)).rejects.toThrow('UpdateError');
  expect(
    await sites.site.db.query('SELECT 1 FROM django_session WHERE session_key = ?', [key]),
  ).toEqual([]);
});

test('what Django writes between our load and our save stays, whichever engine it has', async () => {
  const { here } = await loggedIn();
  const key = here.jar.get('sessionid') ?? '';
  const service = sites.site.app.get(SessionsService);
  const ours = (await service.load(key)) ?? new RequestSession();
  const shell = await unsavedThere(DJANGOS_OWN, key);
  await shell('session.save()');
  ours.data.set('ours', 'ours');
  await service.save(key, ours);
  expect((await here.get('/api/session')).body).toMatchObject({
    data: { theirs: 'theirs', ours: 'ours' },
  });
});

test('a plain save() of an asset in Django undoes what we wrote meanwhile, with update_fields it does not', async () => {
  const { here } = await loggedIn();
  const created = await here.post<{ id: number }>('/api/assets', { name: 'shared' });
  const path = `/api/assets/${created.body.id}`;
  const shell = sites.django.shell('stale');
  const read = `from assets.models import Asset
asset = Asset.objects.get(pk=pk)`;
  await shell(read, { pk: created.body.id });
  await here.patch(path, { site: 'Basel' });
  await shell(`asset.name = 'plain'; asset.save()`);
  expect((await here.get(path)).body).toMatchObject({ name: 'plain', site: '', version: 3 });
  await shell(read);
  await here.patch(path, { site: 'Basel' });
  await shell(`asset.name = 'narrow'; asset.save(update_fields=['name'])`);
  expect((await here.get(path)).body).toMatchObject({ name: 'narrow', site: 'Basel', version: 5 });
});
