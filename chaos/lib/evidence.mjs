/**
 * What the database holds after a run.
 * @typedef {object} Evidence
 * @property {Event[]} events by asset and version
 * @property {{ id: number, version: number, [column: string]: unknown }[]} assets with the columns of `WATCHED`
 * @property {{ idempotency_key: string, answer: string | null }[]} keys
 * @property {(Record<string, unknown> | undefined)[]} sessions their data; undefined for one that cannot be read
 * @property {number[]} counters ids of the assets that only increase
 */

/**
 * One row of the history; `changes` as `{"notes": ["before", "after"]}`.
 * @typedef {{ asset_id: number, version: number, kind: string, note: string | null, changes: Record<string, [unknown, unknown]> }} Event
 */

/** The columns that the load writes. */
export const WATCHED = ['notes', 'custom', 'status', 'assigned_to_id'];

/**
 * Reads it, when nobody writes any more.
 * @param {(sql: string) => Promise<object[]>} query
 * @param {{ origin: string, logins: { session: string }[], counters: number[] }} from whom to ask for the sessions
 * @returns {Promise<Evidence>}
 */
export async function readEvidence(query, { origin, logins, counters }) {
  const events = await query(
    'SELECT asset_id, version, kind, note, changes FROM assets_assetevent ORDER BY asset_id, version, id',
  );
  const assets = await query(`SELECT id, version, ${WATCHED.join(', ')} FROM assets_asset`);
  return {
    events: events.map((event) => ({ ...event, changes: parsed(event.changes) })),
    assets: assets.map((asset) => ({ ...asset, custom: parsed(asset.custom) })),
    keys: await query('SELECT idempotency_key, answer FROM lockstep_idempotency'),
    sessions: await Promise.all(logins.map((login) => sessionData(origin, login))),
    counters,
  };
}

/** Some versions of the driver parse JSON columns. */
const parsed = (json) => (typeof json === 'string' ? JSON.parse(json) : json);

async function sessionData(origin, { session }) {
  const answer = await fetch(`${origin}/api/session`, {
    headers: { cookie: `sessionid=${session}` },
  });
  return answer.status === 200 ? (await answer.json()).data : undefined;
}
