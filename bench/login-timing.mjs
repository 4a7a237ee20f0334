// npm run bench:login [ROUNDS]: whether the time of a refused login tells why it was refused.
// The cases take turns in a random order, so that whatever else the machine does hits all of them alike.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import mysql from 'mysql2/promise';
import { ensureBuild } from '../scripts/lib/build.mjs';
import { DATABASE } from '../scripts/lib/database-server.mjs';
import { joinEmbeddedDatabase } from '../scripts/lib/embedded-database.mjs';
import { startApi } from '../scripts/lib/server-process.mjs';

const ROUNDS = Number(process.argv[2] ?? 40);
/** As Django 5.2 stores "correct horse battery staple", and as Django 1.3 did. */
const PRESENT =
  'pbkdf2_sha256$1000000$lockstepSaltOf22Chars1$EYpMZBryUXrywhmidna5oBNI7aGv8+HJ27hidzrPY0o=';
const DIGEST = 'sha1$abcde$0123456789012345678901234567890123456789';

/** The user of each case: password column, active; undefined: there is none. */
const CASES = {
  'unknown user': undefined,
  'wrong password': [PRESENT, 1],
  'inactive user, wrong password': [PRESENT, 0],
  'inactive user, right password': [PRESENT, 0, 'correct horse battery staple'],
  'unusable password': ['!u0MGKQmBn5iGEdVGiidONekLu0OUyKWm21juRi1E', 1],
  'sha1 of old, not read any more': [DIGEST, 1],
};

await ensureBuild();
const folder = mkdtempSync(join(tmpdir(), 'lockstep-bench-'));
const server = await joinEmbeddedDatabase(folder);
const api = await startApi(server.url(DATABASE));
try {
  await createUsers();
  print(await measure(api.origin));
} finally {
  await api.stop();
  await server.leave();
  rmSync(folder, { recursive: true, force: true });
}

async function createUsers() {
  const database = await mysql.createConnection(server.url(DATABASE));
  for (const [name, user] of Object.entries(CASES))
    if (user)
      await database.query(
        `INSERT INTO auth_user (username, password, is_active, is_staff, is_superuser, first_name, last_name, email,
            date_joined) VALUES (?, ?, ?, 0, 0, '', '', '', NOW())`,
        [name, user[0], user[1]],
      );
  await database.end();
}

async function measure(origin) {
  const token = await fetch(`${origin}/api/auth/csrf`);
  const { csrfToken } = await token.json();
  const cookie = token.headers.getSetCookie()[0].split(';')[0];
  const headers = { cookie, 'x-csrftoken': csrfToken, 'content-type': 'application/json' };
  const times = new Map(Object.keys(CASES).map((name) => [name, []]));
  for (let round = -1; round < ROUNDS; round++)
    for (const name of shuffled(Object.keys(CASES))) {
      const body = JSON.stringify({ username: name, password: CASES[name]?.[2] ?? 'a wrong one' });
      const start = performance.now();
      const { status } = await fetch(`${origin}/api/auth/login`, { method: 'POST', headers, body });
      const time = performance.now() - start;
      if (status !== 401) throw new Error(`${name}: ${status}`);
      // The first round only warms up.
      if (round >= 0) times.get(name).push(time);
    }
  return times;
}

function shuffled(names) {
  return names
    .map((name) => [Math.random(), name])
    .sort(([a], [b]) => a - b)
    .map(([, name]) => name);
}

/** The difference to the first case is taken round by round; its interval comes from the ranks (sign test, 95 %). */
function print(times) {
  const [first] = times.values();
  console.log(`${ROUNDS} rounds, milliseconds`);
  console.log(
    '| refused because of | median | middle half | difference to the first, 95 % interval |',
  );
  console.log('|---|---|---|---|');
  for (const [name, values] of times) {
    const differences = sorted(values.map((value, round) => value - first[round]));
    const half = Math.ceil(0.98 * Math.sqrt(ROUNDS));
    const [low, high] = [Math.floor(ROUNDS / 2) - half, Math.ceil(ROUNDS / 2) + half - 1];
    const interval = `${fixed(quantile(differences, 0.5))} (${fixed(differences[Math.max(0, low)])} to ${fixed(differences[Math.min(ROUNDS - 1, high)])})`;
    const all = sorted(values);
    const spread = `${fixed(quantile(all, 0.25))} to ${fixed(quantile(all, 0.75))}`;
    console.log(
      `| ${name} | ${fixed(quantile(all, 0.5))} | ${spread} | ${values === first ? '' : interval} |`,
    );
  }
}

function sorted(values) {
  return values.toSorted((a, b) => a - b);
}

function quantile(values, share) {
  return values[Math.floor(share * (values.length - 1))];
}

function fixed(value) {
  return value.toFixed(1);
}
