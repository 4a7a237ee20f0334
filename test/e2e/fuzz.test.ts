import { Agent, request as send } from 'node:http';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestApp, type TestApp } from '../support/app.js';
import { FUZZ_RUNS, FUZZ_SEED, mutated } from '../support/mutations.js';
import { newLogin, newUser } from '../support/users.js';

// Mutated cookies, tokens, CSRF headers and rows against the whole service: every answer is one of ours below 500.
const RUNS = Math.ceil(FUZZ_RUNS / 5);
const HOUR = 3_600_000;
const TOKEN = '9944b09199c62bcf9418ad846dd0e4bbdfc6ee4b';
const CSRF = 'PubSecret0123456789abcdefGHIJKLM';
const MASKED = 'QFXhcLBzU05RJuaWT9uGjFDzzAVTo2UCvZYZgNSDdQWJCo5SQ7tGkHGDE6srXCve';

let site: TestApp;
let key: string;
let row: string;
const agent = new Agent({ keepAlive: true, maxSockets: 8 });

beforeAll(async () => {
  site = await createTestApp('fuzz');
  key = await newLogin(site.db, site.config, await newUser(site.db, { username: 'ann' }));
  const [stored] = await site.db.query<{ session_data: string }>(
    'SELECT session_data FROM django_session',
  );
  row = stored?.session_data ?? '';
});

afterAll(async () => {
  agent.destroy();
  await site.close();
});

/** What Node's own client lets pass as a header: the rest never gets past Node's parser on the other side either. */
const sendable = (text: string): string => text.replace(/[^\t\x20-\x7e\x80-\xff]/g, '?').trim();

function ask(method: string, path: string, headers: Record<string, string>): Promise<number> {
  return new Promise((resolve, reject) => {
    const body = method === 'PATCH' ? '{"theme":"dark"}' : '';
    const sent: Record<string, string> = body === '' ? {} : { 'content-type': 'application/json' };
    for (const [name, value] of Object.entries(headers)) sent[name] = sendable(value);
    const options = { method, agent, headers: sent };
    const request = send(site.origin + path, options, (response) => {
      response.resume().on('end', () => {
        resolve(response.statusCode ?? 0);
      });
    });
    request.on('error', reject).end(body);
  });
}

function heapInUse(): number {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  collect();
  return process.memoryUsage().heapUsed;
}

async function neverFails<T>(
  arbitrary: fc.Arbitrary<T>,
  statusOf: (value: T) => Promise<number>,
): Promise<void> {
  const before = heapInUse();
  await fc.assert(
    fc.asyncProperty(arbitrary, async (value) => {
      const status = await statusOf(value);
      expect(status).toBeGreaterThanOrEqual(200);
      expect(status).toBeLessThan(500);
    }),
    { numRuns: RUNS, seed: FUZZ_SEED },
  );
  expect(heapInUse() - before).toBeLessThan(30 * 1024 * 1024);
}

test('mutated cookies', { timeout: HOUR }, async () => {
  const cookies = [
    `sessionid=${key}; csrftoken=${CSRF}`,
    `csrftoken="${CSRF}"; sessionid=s%3A${key}.sig`,
    `__proto__=1; sessionid=${'é'.repeat(32)}; =; ;`,
  ];
  await neverFails(mutated(cookies), (cookie) => ask('GET', '/api/session', { cookie }));
  await neverFails(mutated(cookies), (cookie) =>
    ask('PATCH', '/api/session', { cookie, 'x-csrftoken': CSRF }),
  );
});

test('mutated tokens', { timeout: HOUR }, async () => {
  await neverFails(mutated([`Token ${TOKEN}`, `token  ${TOKEN}`, 'Basic YTpi']), (authorization) =>
    ask('GET', '/api/auth/me', { authorization }),
  );
});

test('mutated CSRF headers', { timeout: HOUR }, async () => {
  const pages = [site.origin, 'https://a.test/x', 'null'];
  const headers = fc.record({
    'x-csrftoken': mutated([CSRF, MASKED]),
    origin: mutated(pages),
    referer: mutated(pages),
    host: mutated([new URL(site.origin).host]),
  });
  await neverFails(headers, (forged) =>
    ask('POST', '/api/auth/logout', { cookie: `csrftoken=${CSRF}`, ...forged }),
  );
});

test('mutated rows', { timeout: HOUR }, async () => {
  await neverFails(mutated([row]), async (session_data) => {
    await site.db.query('UPDATE django_session SET session_data = ? WHERE session_key = ?', [
      Buffer.from(session_data).toString(),
      key,
    ]);
    return ask('GET', '/api/auth/me', { cookie: `sessionid=${key}` });
  });
});
