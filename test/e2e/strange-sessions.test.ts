import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { createTestApp, type TestApp } from '../support/app.js';
import type { Browser } from '../support/browser.js';
import { runCli } from '../support/cli.js';
import { loginOf } from '../support/logins.js';
import { newLogin, newSession, newUser } from '../support/users.js';

// Rows that no Django writes, but any writer can: the trouble of each must stay its own.
let site: TestApp;
let rootId: number;
let annId: number;
let root: Browser;

beforeAll(async () => {
  site = await createTestApp('strange_sessions');
  rootId = await newUser(site.db, { username: 'root', isSuperuser: true });
  annId = await newUser(site.db, { username: 'ann' });
});

afterAll(() => site.close());

beforeEach(async () => {
  await site.db.query('DELETE FROM django_session');
  root = await loginOf(site, rootId);
});

interface List {
  results: { session_key: string; user_id: number | null; expire_date: string }[];
}

const list = async (query: string): Promise<List['results']> => {
  const { status, body } = await root.get<List>(`/api/sessions?${query}`);
  expect(status).toBe(200);
  return body.results;
};

/** As a writer does whose modes let any day in. */
async function setDate(key: string, day: string): Promise<void> {
  const writer = site.db.dataSource.createQueryRunner();
  await writer.query("SET @mode = @@sql_mode, SESSION sql_mode = 'ALLOW_INVALID_DATES'");
  await writer.query('UPDATE django_session SET expire_date = ? WHERE session_key = ?', [day, key]);
  await writer.query('SET SESSION sql_mode = @mode');
  await writer.release();
}

test.each([{ a: 1 }, [7], true, null, '', '0x7', ' 7', '7.0', 7.5, -7, 1e300, '9'.repeat(30)])(
  'a session whose user is %j is nobody’s, and stands in no way',
  async (id) => {
    const odd = await newSession(site.db, site.config, { _auth_user_id: id });
    await newLogin(site.db, site.config, annId);
    expect((await list('limit=500')).map(({ user_id }) => user_id).sort()).toEqual([
      rootId,
      annId,
      null,
    ]);
    expect(await list('user_id=7')).toEqual([]);
    expect((await root.get(`/api/sessions/${odd}`)).body).toMatchObject({
      user_id: null,
      valid: true,
    });
    expect((await root.delete('/api/sessions?user_id=7')).body).toEqual({ ended: 0 });
    expect((await root.delete(`/api/sessions?user_id=${annId}`)).body).toEqual({ ended: 1 });
    expect((await root.delete(`/api/sessions/${odd}`)).status).toBe(204);
  },
);

test.each(['0000-00-00', '2030-00-00', '2030-05-00', '2030-02-31'])(
  'a session that ends on the day %s has ended, and stands in no way',
  async (day) => {
    const odd = await newLogin(site.db, site.config, annId);
    await setDate(odd, day);
    const visitor = site.browser();
    visitor.jar.set('sessionid', odd);
    expect((await visitor.get('/api/auth/me')).status).toBe(401);
    const shown = { user_id: annId, expire_date: '1970-01-01T00:00:00.000Z' };
    expect(await list(`user_id=${annId}`)).toMatchObject([shown]);
    expect(await list('limit=500')).toHaveLength(2);
    expect(await list('active=true')).toHaveLength(1);
    expect((await root.get(`/api/sessions/${odd}`)).body).toMatchObject(shown);
    expect((await root.delete(`/api/sessions?user_id=${annId}`)).body).toEqual({ ended: 1 });
  },
);

test('a whole batch of such days does not hide the sessions behind it', async () => {
  const ann = await newLogin(site.db, site.config, annId);
  const rows = Array.from({ length: 1001 }, (_, n) => [`row${n}`, '', '2030-00-00']);
  await site.db.query(
    'INSERT INTO django_session (session_key, session_data, expire_date) VALUES ?',
    [rows],
  );
  expect((await root.delete(`/api/sessions?user_id=${annId}`)).body).toEqual({ ended: 1 });
  expect((await root.get(`/api/sessions/${ann}`)).status).toBe(404);
});

test('the command that lists sessions lists them beside such a row', async () => {
  const odd = await newLogin(site.db, site.config, annId);
  await setDate(odd, '2030-00-00');
  const live = await runCli(site.db.url, ['sessions', '--json']);
  expect([live.status, JSON.parse(live.stdout)]).toMatchObject([0, [{ user_id: rootId }]]);
  const all = await runCli(site.db.url, ['sessions', '--all', '--json']);
  expect(all.stdout).toContain('"1970-01-01T00:00:00.000Z"');
});
