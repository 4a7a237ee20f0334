import { logIn } from '../../scripts/lib/account.mjs';
import { startApi } from '../../scripts/lib/server-process.mjs';
import { startBare, startDjango } from './servers.mjs';

const CLIENTS = 16;

/**
 * An inventory with the servers on it, and what the clients need to know to ask for it.
 * @typedef {{ assets: number, logins: { session: string, csrf: string }[], middle: Record<string, string> }} Scene
 */

/**
 * @param {Awaited<ReturnType<typeof import('./database.mjs').startDatabase>>} database
 * @param {string} name of the database
 * @param {number} assets
 * @param {{ withDjango: boolean }} options
 * @returns {Promise<{ scene: Scene, servers: import('../../scripts/lib/server-process.mjs').ServerProcess[] }>} the API first
 */
export async function prepareScene(database, name, assets, { withDjango }) {
  await database.create(name);
  const url = database.urlOf(name);
  const api = await startApi(url);
  await database.fill(name, assets);
  const baselines = [startBare(url), ...(withDjango ? [startDjango(url)] : [])];
  const servers = [api, ...(await Promise.all(baselines))];
  const logins = [];
  for (let client = 0; client < CLIENTS; client++) logins.push(await logIn(api.origin));
  const middle = await middleOfList(api.origin, logins[0], (id) => exactTime(database, name, id));
  return { scene: { assets, logins, middle }, servers };
}

/** Walks the list to its middle, and gives that place as each of the servers would name it. */
async function middleOfList(origin, { session }, timeOf) {
  const headers = { cookie: `sessionid=${session}` };
  const get = async (path) => (await fetch(origin + path, { headers })).json();
  const filter = '/api/assets?status=deployed&ordering=-updated_at&limit=500&fields=id';
  const { count } = await get(`${filter}&count=true`);
  let page = await get(filter);
  for (let seen = 500; seen + 500 <= count / 2; seen += 500) page = await get(page.next);
  const { id } = page.results.at(-1);
  const time = await timeOf(id);
  return {
    lockstep: `cursor=${new URL(page.next, origin).searchParams.get('cursor')}`,
    bare: `after=${encodeURIComponent(`${time},${id}`)}`,
    django: `cursor=${encodeURIComponent(btoa(`p=${encodeURIComponent(`${time}+00:00`)}`))}`,
  };
}

/** With its microseconds, which the API does not show. */
async function exactTime(database, name, id) {
  const [row] = await database.query(name, 'SELECT updated_at FROM assets_asset WHERE id = ?', [
    id,
  ]);
  return row.updated_at;
}
