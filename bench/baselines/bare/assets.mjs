import { encodeSession } from '../../../dist/src/django/index.js';
import { profile } from './access.mjs';
import { inTransaction, query } from './pool.mjs';
import { Refused } from './refused.mjs';

const PAGE = 50;
const SEARCHED = ['name', 'asset_tag', 'serial', 'model', 'ip_address', 'mac_address'];

export async function readAsset(id) {
  const [row] = await query('SELECT * FROM assets_asset WHERE id = ?', [id]);
  if (!row) throw new Refused(404);
  return row;
}

/** The page behind `after` (`updated_at,id`): two ranges of the index, which the server would not see in one condition. */
export async function listAssets(parameters) {
  const status = parameters.get('status');
  const order = `ORDER BY updated_at DESC, id DESC LIMIT ${PAGE + 1}`;
  const after = parameters.get('after');
  const [updatedAt, id] = after?.split(',') ?? [];
  const results = after
    ? await query(
        `SELECT * FROM assets_asset FORCE INDEX (assets_asset_status_updated_idx)
          WHERE status = ? AND (updated_at < ? OR (updated_at = ? AND id < ?)) ${order}`,
        [status, updatedAt, updatedAt, Number(id)],
      )
    : await query(`SELECT * FROM assets_asset WHERE status = ? ${order}`, [status]);
  return { results: results.slice(0, PAGE), more: results.length > PAGE };
}

/** The row's lock, the change, the row as the triggers left it. */
export function changeAsset(userId, id, { notes }) {
  return inTransaction(userId, async (connection) => {
    const one = (sql) => query(sql, [id], connection);
    const [locked] = await one('SELECT * FROM assets_asset WHERE id = ? FOR UPDATE');
    if (!locked) throw new Refused(404);
    await query('UPDATE assets_asset SET notes = ? WHERE id = ?', [notes, id], connection);
    const [row] = await one('SELECT * FROM assets_asset WHERE id = ?');
    return row;
  });
}

/** Keeps the term in the session, which is written only if it still is what was read. */
export async function searchAssets({ key, text, data }, term) {
  const matches = SEARCHED.map((column) => `${column} LIKE ?`).join(' OR ');
  const results = await query(
    `SELECT * FROM assets_asset WHERE ${matches} ORDER BY id LIMIT ${PAGE}`,
    SEARCHED.map(() => `%${term}%`),
  );
  data.set('key', term);
  const now = new Date();
  const written = encodeSession(data.body(), { profile, secretKey: process.env.SECRET_KEY, now });
  await query(
    `UPDATE django_session SET session_data = ?, expire_date = UTC_TIMESTAMP() + INTERVAL 14 DAY
      WHERE session_key = ? AND CAST(session_data AS BINARY) = CAST(? AS BINARY)`,
    [written, key, text],
  );
  return { key: term, results };
}
