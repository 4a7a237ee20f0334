import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { SECRET_KEY } from '../support/app.js';
import { createTestDatabase, type TestDatabase } from '../support/database.js';
import { ApiProcess } from '../support/process.js';
import { createSiteDatabase } from '../support/site-database.js';
import { newUser, PASSWORD } from '../support/users.js';

// Whoever pastes the blocks of the README into a shell must see what the text promises.
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

/** The blocks of a section, in their order. */
function blocksOf(title: string): string[] {
  const [, section = ''] = readFileSync('README.md', 'utf8').split(`## ${title}\n`);
  const [own = ''] = section.split('\n## ');
  const blocks = [...own.matchAll(/```(?:sh|text)\n(.*?)```/gs)].map(([, text = '']) => text);
  if (blocks.length === 0) throw new Error(`README.md has no block under "${title}"`);
  return blocks;
}

function firstSession(): string {
  const [block = ''] = blocksOf('A first session');
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

test('the commands beside a Django site print what the README shows', async () => {
  const site = await createSiteDatabase('readme_site', 'blog');
  const folder = mkdtempSync(join(tmpdir(), 'lockstep-readme-'));
  const env = {
    ...{ LOCKSTEP_MODELS: join(folder, 'lockstep.json'), LOCKSTEP_INVENTORY: 'off' },
    ...{ DJANGO_VERSION: '3.2', SECRET_KEY, DATABASE_URL: site.url },
  };
  const manage = (block: string) =>
    block.replaceAll(/npm run (--silent )?manage --/g, `'${process.execPath}' dist/manage.js`);
  try {
    await newUser(site, { username: 'admin', isSuperuser: true });
    const [commands = '', seen = '', session = '', answers = ''] =
      blocksOf('Beside your Django site');
    const toRun = commands.split('\n').filter((line) => line.startsWith('npm run manage'));
    expect(commands.trim().split('\n').length).toBe(toRun.length + 2);
    const printed = await bash(manage(toRun.slice(1).join('\n')), env);
    // The types of the columns are as this server shows them: MySQL knows no width of a number.
    const linesOf = (text: string) =>
      text
        .split('\n')
        .map((line) => line.replaceAll('int(11)', 'int').replaceAll(/ +/g, ' ').trim());
    expect(linesOf(printed)).toEqual(expect.arrayContaining(linesOf(seen)));
    const beside = await ApiProcess.start(site.url, env);
    try {
      expect(await bash(manage(session), { ...env, BASE: beside.origin })).toBe(answers);
    } finally {
      await beside.stop();
    }
  } finally {
    await site.close();
    rmSync(folder, { recursive: true });
  }
});
