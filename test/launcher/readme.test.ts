import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../support/database.js';
import { ApiProcess } from '../support/process.js';
import { newUser, PASSWORD } from '../support/users.js';

// Whoever pastes the first session of the README into a shell must see what the text promises.
let db: TestDatabase;
let api: ApiProcess;

beforeAll(async () => {
  db = await createTestDatabase('readme');
  await newUser(db, { username: 'admin', isSuperuser: true });
  api = await ApiProcess.start(db.url);
});

afterAll(async () => {
  await api.stop();
  await db.close();
});

function firstSession(): string {
  const [, section = ''] = readFileSync('README.md', 'utf8').split('## A first session');
  const [, block] = /```sh\n(.*?)```/s.exec(section) ?? [];
  if (block === undefined) throw new Error('README.md has no shell block under "A first session"');
  return block.replaceAll('http://127.0.0.1:3000', api.origin);
}

/** Runs a script in bash as a person would, who types the password when asked. @returns what it printed */
async function bash(script: string, env: Record<string, string> = {}): Promise<string> {
  const child = spawn('bash', ['-c', script], {
    env: { PATH: process.env.PATH ?? '', PASSWORD, ...env },
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  let printed = '';
  child.stdout.on('data', (chunk: Buffer) => (printed += chunk.toString()));
  child.stdin.end(`${PASSWORD}\n`);
  await once(child, 'close');
  return printed;
}

test('the first session of the README works when it is pasted', async () => {
  const printed = await bash(`${firstSession()}\necho "JAR=$JAR TOKEN=$TOKEN"`);
  expect(printed).toContain('"username":"admin"');
  expect(printed).toMatch(/HTTP\/1\.1 201 Created/);
  expect(printed).toMatch(/"results":\[\{"id":1,.*r5300g4-24-22/);
  expect(printed).toMatch(/"data":\{[^}]*"_auth_user_id":"1"[^}]*"key":"r5300g4-24-22"/);
  expect(printed).toMatch(/HTTP\/1\.1 412 Precondition Failed/);
  expect(printed).toContain('"code":"precondition_failed"');
  const [, JAR = '', TOKEN = ''] = /JAR=(\S+) TOKEN=(\S+)/.exec(printed) ?? [];
  expect(await whileRowIsHeld({ JAR, TOKEN })).toMatch(/HTTP\/1\.1 423 .*"code":"row_locked"/s);
});

/** The write that the README describes last, while a SQL client holds the row. */
function whileRowIsHeld(variables: Record<string, string>): Promise<string> {
  return db.database.inTransaction(async (tx) => {
    await tx.query('SELECT 1 FROM assets_asset WHERE id = 1 FOR UPDATE');
    return bash(
      `curl -si -b "$JAR" -X PATCH -H "X-CSRFToken: $TOKEN" -H 'Content-Type: application/json' \\
        -H 'Prefer: wait=0' -d '{"rack":"24"}' ${api.origin}/api/assets/1`,
      variables,
    );
  });
}
