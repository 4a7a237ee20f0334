import { newAccount } from '../../scripts/lib/account.mjs';

/**
 * What the clients write on, by ids: `counters` are increased by everybody, `own` belong to one client each, `lent` are
 * checked out and in, `groups` are changed together.
 * @typedef {{ userId: number, counters: number[], own: number[], lent: number[], groups: Record<string, number[]> }} World
 */

const COUNTERS = 2;
const LENT = 6;
const GROUPS = ['group-0', 'group-1'];
const GROUP_SIZE = 5;

/**
 * Fills a migrated database.
 * @param {import('mysql2/promise').Connection} connection
 * @param {number} clients
 * @returns {Promise<World>}
 */
export async function newWorld(connection, clients) {
  await newAccount(connection, ['view_asset', 'add_asset', 'change_asset']);
  const [[{ id: userId }]] = await connection.query('SELECT id FROM auth_user');
  const groups = {};
  for (const site of GROUPS) groups[site] = await newAssets(connection, GROUP_SIZE, site);
  return {
    userId,
    groups,
    counters: await newAssets(connection, COUNTERS, 'counters'),
    own: await newAssets(connection, clients, 'own'),
    lent: await newAssets(connection, LENT, 'lent'),
  };
}

async function newAssets(connection, count, site) {
  const ids = [];
  for (let n = 0; n < count; n++) {
    const [{ insertId }] = await connection.query(
      `INSERT INTO assets_asset (asset_tag, name, site, notes, custom) VALUES (?, ?, ?, '', '{"count": 0}')`,
      [`${site}-${n}`, `${site} ${n}`, site],
    );
    ids.push(insertId);
  }
  return ids;
}
