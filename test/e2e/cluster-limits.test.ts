import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';
import { ApiCluster, until } from '../support/cluster.js';
import { createTestDatabase, type TestDatabase } from '../support/database.js';
import { newUser, PASSWORD } from '../support/users.js';

// The limits hold for the port, however the calls spread over the processes behind it.

// Each test starts three to five processes.
vi.setConfig({ testTimeout: 180_000 });

/** Quick to check, so that the tests are about counting: md5('salt' + PASSWORD). */
const HASHERS = { PASSWORD_HASHERS: 'md5,pbkdf2_sha256' };
const ENCODED = 'md5$salt$2338b2cbd799d580b6a70349f87de5ea';

let db: TestDatabase;
let api: ApiCluster;

beforeAll(async () => {
  db = await createTestDatabase('cluster_limits');
  await newUser(db, { username: 'root', password: ENCODED });
});

afterEach(() => {
  api.signal('SIGCONT');
  return api.primary.stop();
});

afterAll(() => db.close());

const start = async (env: Record<string, string>): Promise<void> => {
  api = await ApiCluster.start(db.url, { ...HASHERS, ...env });
};

/** Each guess on a connection of its own. */
async function guess(password: string): Promise<number> {
  const browser = api.primary.browser();
  browser.jar.set('csrftoken', 'x'.repeat(32));
  const body = { username: 'root', password };
  const answer = await browser.post('/api/auth/login', body, { connection: 'close' });
  return answer.status;
}

const guesses = (count: number): Promise<number[]> =>
  Promise.all(Array.from({ length: count }, (_, n) => guess(`wrong ${n}`)));

const times = (count: number, status: number): number[] => Array<number>(count).fill(status);

test('of 60 guesses at once ten are looked at, and then even the right password is refused', async () => {
  await start({ LOGIN_RATE_LIMIT: '10' });
  const statuses = await guesses(60);
  expect(statuses.toSorted()).toEqual([...times(10, 401), ...times(50, 429)]);
  expect(await guess(PASSWORD)).toBe(429);
});

test('guesses one after the other are counted together, and a success forgets them', async () => {
  await start({ LOGIN_RATE_LIMIT: '3' });
  const statuses: number[] = [];
  for (const password of ['1', '2', PASSWORD, '4', '5', '6', '7', '8'])
    statuses.push(await guess(password));
  expect(statuses).toEqual([401, 401, 200, 401, 401, 401, 429, 429]);
});

test('a worker that is killed while it checks a password gives its turn back', async () => {
  // The table's lock is waited for as long as a row's, and two workers have to come back meanwhile.
  await start({ LOGIN_RATE_LIMIT: '1', LOCK_WAIT_SECONDS: '60' });
  const locker = db.dataSource.createQueryRunner();
  await locker.query('LOCK TABLES auth_user WRITE');
  const stuck = guess('wrong').catch(() => 'cut off');
  await until(readsOfUsersWait);
  // One of the two checks it. Never both at once: without any worker the port is closed.
  for (const worker of api.workers) {
    process.kill(worker, 'SIGKILL');
    await until(() => !api.workers.includes(worker));
    await until(async () => (await api.size()) === 2);
  }
  expect(await stuck).toBe('cut off');
  await locker.query('UNLOCK TABLES');
  await locker.release();
  expect(await guesses(2)).toEqual(expect.arrayContaining([401, 429]));
});

test('of 60 requests at once as many are answered as RATE_LIMIT allows', async () => {
  await start({ RATE_LIMIT: '20' });
  const answers = await Promise.all(Array.from({ length: 60 }, () => api.get('/api/auth/csrf')));
  const statuses = answers.map(({ status }) => status ?? 0).toSorted();
  expect(statuses).toEqual([...times(20, 200), ...times(40, 429)]);
});

test('while the counting process hangs, a request is refused rather than let through uncounted', async () => {
  await start({ RATE_LIMIT: '100' });
  const send = api.connection();
  expect((await send({ path: '/api/auth/csrf' })).status).toBe(200);
  api.signal('SIGSTOP');
  const refused = await send({ path: '/api/auth/csrf' });
  expect(refused.status).toBe(503);
  expect(JSON.parse(refused.text)).toMatchObject({ code: 'limits_unknown' });
  api.signal('SIGCONT');
  expect((await send({ path: '/api/auth/csrf' })).status).toBe(200);
});

async function readsOfUsersWait(): Promise<boolean> {
  const [row] = await db.query<{ n: number }>(
    `SELECT COUNT(*) AS n FROM information_schema.processlist
      WHERE db = DATABASE() AND state LIKE 'Waiting for table%' AND info LIKE '%auth_user%'`,
  );
  return Number(row?.n) > 0;
}
