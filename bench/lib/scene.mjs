import { writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { LauncherError } from '../../scripts/lib/fail.mjs';
import { ROOT } from '../../scripts/lib/root.mjs';
import { run } from '../../scripts/lib/run.mjs';
import { SECRET_KEY } from '../../scripts/lib/server-process.mjs';
import { seedAssets, seedServers } from './seed.mjs';
import { startLockstep } from './servers.mjs';

/** Ten million would be measured twice: the inventory has them. */
const MOST_SERVERS = 1_000_000;

/** What is served of the site, as `models add` would write it. */
const MODELS = {
  'blog.asset_db': {
    ...{ lookup_field: 'serverno', editable: ['status', 'owner', 'remark2', 'ip_addr'], add: true },
    defaults: { passwd: '', user: 'root', cpu: '', memory: 0, owner: '', remark2: '' },
  },
  'blog.ethernet': {},
};

/**
 * A database that a Django site made, with an inventory beside its own table, and what is needed to ask for it. `middle`: the page
 * in the middle of the list, as each server names it; `middleOfServers`: that of the site's table by its primary key.
 * @typedef {{ url: string, models: string, rows: number, sessions: [session: string, csrf: string][], middle: Record<string, string>,
 *   middleOfServers: string, within: <T>(work: (connection: import('mysql2/promise').Connection) => Promise<T>) => Promise<T> }} Scene
 */

/**
 * @param {import('./database.mjs').BenchDatabase} database
 * @param {{ rows: number, django: import('../../scripts/lib/django.mjs').DjangoPython }} wanted
 * @returns {Promise<Scene>}
 */
export async function prepareScene(database, { rows, django }) {
  // It loads what was built, and in a fresh clone that is there only now.
  const { makeSessions } = await import('./sessions.mjs');
  const name = `bench_${rows}`;
  const url = database.urlOf(name);
  const within = (work) => database.within(name, work);
  await database.within('mysql', (connection) =>
    connection.query(`CREATE DATABASE ${name} CHARACTER SET utf8mb4`),
  );
  await migrateSite(url, django);
  const models = join(database.folder, 'lockstep.json');
  writeFileSync(models, JSON.stringify({ models: MODELS }));
  const api = await startLockstep(url, { models });
  try {
    const sessions = await within(async (connection) => {
      await seedAssets(connection, rows);
      await seedServers(connection, Math.min(rows, MOST_SERVERS));
      return makeSessions(connection);
    });
    const get = getAs(api.origin, sessions[0]);
    const middle = await middleOfList(get, within);
    const middleOfServers = cursorOf(
      await walkToMiddle(get, '/api/models/blog.asset_db?ordering=id'),
    );
    return { url, models, rows, sessions, middle, middleOfServers, within };
  } finally {
    await api.stop();
  }
}

/** As the people of the site did it: `manage.py migrate`. */
async function migrateSite(url, { python, env }) {
  const paths = ['test/sites/blog', 'test/sites', 'test/django'].map((path) => join(ROOT, path));
  const { status, output } = await run(python, ['manage.py', 'migrate', '--verbosity=0'], {
    cwd: paths[0],
    env: {
      ...{
        ...process.env,
        ...env,
        DATABASE_URL: url,
        SECRET_KEY,
        DJANGO_SETTINGS_MODULE: 'settings',
      },
      PYTHONPATH: [...paths, env.PYTHONPATH].filter(Boolean).join(delimiter),
      PYTHONDONTWRITEBYTECODE: '1',
    },
  });
  if (status !== 0) throw new LauncherError(`The site could not be made.\n${output}`);
}

/** @returns what the API answers to a path, for who is logged in by the session */
function getAs(origin, [session]) {
  const headers = { cookie: `sessionid=${session}` };
  return async (path) => (await fetch(new URL(path, origin), { headers })).json();
}

/** The cursor as a parameter, in the page before the one that it opens. */
const cursorOf = ({ next }) => `cursor=${new URL(next, 'http://api').searchParams.get('cursor')}`;

/** @returns the last page before the middle of the list */
async function walkToMiddle(get, list) {
  const { count } = await get(`${list}&fields=id&count=true`);
  let page = await get(`${list}&fields=id&limit=${count > 1000 ? 500 : 50}`);
  const size = page.results.length;
  for (let seen = size; seen + size <= count / 2; seen += size) page = await get(page.next);
  return page;
}

/** The middle of the inventory's list, as each of the servers would name it. */
async function middleOfList(get, within) {
  const page = await walkToMiddle(get, '/api/assets?status=deployed&ordering=-updated_at');
  const { id } = page.results.at(-1);
  // With its microseconds, which the API does not show.
  const [[{ updated_at: time }]] = await within((connection) =>
    connection.query('SELECT updated_at FROM assets_asset WHERE id = ?', [id]),
  );
  return {
    lockstep: cursorOf(page),
    bare: `after=${encodeURIComponent(`${time},${id}`)}`,
    django: `cursor=${encodeURIComponent(btoa(`p=${encodeURIComponent(`${time}+00:00`)}`))}`,
  };
}
