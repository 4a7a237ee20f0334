import mysql from 'mysql2/promise';
import { logIn } from '../../scripts/lib/account.mjs';
import { probe } from './probe.mjs';

const LOGINS = 300;
const READS = 2000;
/** Rows of the changes that the second node is busy with while the sessions arrive there. */
const BALLAST = 3000;
const BY_KEY = 'SELECT session_key FROM django_session WHERE session_key = ?';

/**
 * Logs in and out on one node and asks the API of another at once; beside it a plain SELECT there shows what would be
 * missed without the wait.
 * @param {import('./scene.mjs').ClusterScene} scene
 * @returns {Promise<import('./stages.mjs').Seen>}
 */
export async function sessionsEverywhere({ apis, nodes, cluster }) {
  const plain = await mysql.createConnection(nodes[1].options);
  const busy = await mysql.createConnection(nodes[2].options);
  const seen = { unknown: 0, revived: 0, staleLogins: 0, staleLogouts: 0 };
  try {
    await busy.query('CREATE TABLE ballast (id int PRIMARY KEY, n int NOT NULL) ENGINE=InnoDB');
    const rows = Array.from({ length: BALLAST }, (_, n) => [n, 0]);
    await busy.query('INSERT INTO ballast VALUES ?', [rows]);
    for (let n = 0; n < LOGINS; n++) {
      const heavy = busy.query('UPDATE ballast SET n = n + 1');
      await comeAndGo({ apis, plain }, seen);
      await heavy;
    }
    await busy.query('DROP TABLE ballast');
    return { text: await described(seen, plain, cluster), broken: brokenOf(seen) };
  } finally {
    await plain.end();
    await busy.end();
  }
}

async function comeAndGo({ apis: [here, there], plain }, seen) {
  const login = await logIn(here.origin);
  const isThere = async () => (await plain.query(BY_KEY, [login.session]))[0].length > 0;
  const me = () => probe(there.origin, '/api/auth/me', login);
  const [found, known] = await Promise.all([isThere(), me()]);
  if (!found) seen.staleLogins += 1;
  if (known.status !== 200) seen.unknown += 1;
  await logOut(here.origin, login);
  const [left, after] = await Promise.all([isThere(), me()]);
  if (left) seen.staleLogouts += 1;
  if (after.status !== 401) seen.revived += 1;
}

export async function logOut(origin, { session, csrf }) {
  const { status } = await fetch(`${origin}/api/auth/logout`, {
    method: 'POST',
    headers: { cookie: `sessionid=${session}; csrftoken=${csrf}`, 'x-csrftoken': csrf },
  });
  if (status !== 204) throw new Error(`logout: ${status}`);
}

async function described({ staleLogins, staleLogouts, unknown, revived }, plain, cluster) {
  const without = await microseconds(() => plain.query(BY_KEY, ['nobody']));
  const waiting = await microseconds(() => cluster.readLatest(plain, BY_KEY, ['nobody']));
  return `${LOGINS} logins and logouts: ${unknown} unknown, ${revived} revived; a plain read missed ${staleLogins} and ${staleLogouts}; read ${without} µs, with the wait ${waiting} µs`;
}

async function microseconds(read) {
  const from = performance.now();
  for (let n = 0; n < READS; n++) await read();
  return Math.round(((performance.now() - from) * 1000) / READS);
}

function brokenOf({ staleLogins, staleLogouts, unknown, revived }) {
  return [
    ...(unknown > 0 ? [`${unknown} logins were unknown to the other process`] : []),
    ...(revived > 0 ? [`${revived} sessions lived on after their logout`] : []),
    ...(staleLogins + staleLogouts === 0
      ? ['no plain read was behind, so this run shows nothing']
      : []),
  ];
}
