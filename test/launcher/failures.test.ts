import { cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { checkNode } from '../../scripts/lib/packages.mjs';
import { ensureServerPrograms } from '../../scripts/lib/server-programs.mjs';
import { createEmptyDatabase, urlOf } from '../support/database.js';
import { DataDirectory, startScript } from './support.js';

let data: DataDirectory;

beforeEach(async () => {
  data = await DataDirectory.make();
});

afterEach(() => data.remove());

/** Runs `npm start` to its failure. @returns what it printed */
async function failedStart(env: Record<string, string>, project?: string): Promise<string> {
  const script = startScript(
    'start',
    { ...data.env, ...env },
    project === undefined ? {} : { project },
  );
  expect(await script.end()).toBe(1);
  expect(script.printed).not.toMatch(/^ {4}at /m);
  return script.printed;
}

const given = (change: (url: URL) => void): string => {
  const url = new URL(urlOf('mysql'));
  change(url);
  return url.href;
};

describe('DATABASE_URL', () => {
  test('that is no address is refused before anything is tried', async () => {
    expect(await failedStart({ DATABASE_URL: 'localhost' })).toContain(
      'Write mysql://user:password@host:3306/name.',
    );
  });

  test('where nothing answers', async () => {
    expect(await failedStart({ DATABASE_URL: 'mysql://a:b@127.0.0.1:1/x' })).toContain(
      'Nothing answers at the address of DATABASE_URL.',
    );
  });

  test('with an unknown host', async () => {
    expect(await failedStart({ DATABASE_URL: 'mysql://a:b@nowhere.invalid/x' })).toMatch(
      /The host in DATABASE_URL (is not known|cannot be looked up)/,
    );
  });

  test('with a wrong password, which is not printed', async () => {
    const url = given((it) => {
      it.username = 'nobody';
      it.password = 'Secret-1';
    });
    const printed = await failedStart({ DATABASE_URL: url });
    expect(printed).toContain('The database refuses the user or the password of DATABASE_URL.');
    expect(printed).not.toContain('Secret-1');
  });

  test('with a database that does not exist', async () => {
    expect(await failedStart({ DATABASE_URL: urlOf('test_no_such_database') })).toContain(
      'The server has no database of the name in DATABASE_URL.',
    );
  });
});

test('every bad variable is named at once, and nothing is started', async () => {
  const url = await createEmptyDatabase('launcher_failures');
  const printed = await failedStart({
    DATABASE_URL: url,
    PORT: 'http',
    USE_TZ: 'maybe',
    DJANGO_VERSION: '9',
  });
  for (const name of ['PORT', 'USE_TZ', 'DJANGO_VERSION'])
    expect(printed).toContain(`- ${name} must`);
});

test('in production SECRET_KEY must be given', async () => {
  const url = await createEmptyDatabase('launcher_failures');
  expect(await failedStart({ DATABASE_URL: url, NODE_ENV: 'production' })).toContain(
    '- SECRET_KEY is not set',
  );
});

test('a port that is taken', async () => {
  const url = await createEmptyDatabase('launcher_failures');
  const other = createServer().listen(0, '127.0.0.1');
  await once(other, 'listening');
  const address = other.address();
  const port = typeof address === 'object' ? String(address?.port) : '';
  const printed = await failedStart({ DATABASE_URL: url, PORT: port });
  expect(printed).toContain('set PORT to a free one');
  expect(printed).not.toContain('EADDRINUSE');
  other.close();
});

test('a data directory that is a file', async () => {
  const file = join(data.path, 'file');
  await writeFile(file, '');
  expect(await failedStart({ LOCKSTEP_DATA_DIR: file })).toContain(
    'set LOCKSTEP_DATA_DIR to another folder',
  );
});

test('damaged files of the database', async () => {
  await mkdir(join(data.path, 'mysql'));
  await writeFile(join(data.path, 'mysql', 'ibdata1'), 'damaged');
  const printed = await failedStart({});
  expect(printed).toContain('The embedded database did not start.');
  expect(printed).toContain(`move ${join(data.path, 'mysql')} away and start again`);
});

describe('a checkout without packages', () => {
  let copy: string;

  beforeAll(async () => {
    copy = await mkdtemp(join(tmpdir(), 'lockstep-copy-'));
    for (const part of ['scripts', 'package.json', 'package-lock.json'])
      await cp(part, join(copy, part), { recursive: true });
  });

  afterAll(() => rm(copy, { recursive: true, force: true }));

  test('and without a registry says so', async () => {
    const printed = await failedStart(
      {
        DATABASE_URL: urlOf('mysql'),
        HOME: data.path,
        npm_config_registry: 'http://127.0.0.1:1/',
        npm_config_fetch_retries: '0',
      },
      copy,
    );
    expect(printed).toContain('Check the connection to the npm registry');
  });
});

test('a Node that is too old is told which one is needed', () => {
  expect(() => {
    checkNode('18.20.4');
  }).toThrow('Lockstep needs Node 20.19 or later; this is 18.20.4.');
  expect(() => {
    checkNode('20.18.3');
  }).toThrow();
  expect(() => {
    checkNode('20.19.0');
  }).not.toThrow();
});

test('a machine without a server and without apt is told what to install', async () => {
  const nothing = ensureServerPrograms(data.path, { folders: [data.path], asRoot: false });
  await expect(nothing).rejects.toThrow('apt-get install mariadb-server-core');
});
