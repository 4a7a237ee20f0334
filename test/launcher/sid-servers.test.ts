import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { LauncherError } from '../../scripts/lib/fail.mjs';
import { ensureSidServer } from '../../scripts/lib/sid-servers.mjs';

let data: string;
const { PATH } = process.env;

beforeEach(async () => {
  data = await mkdtemp(join(tmpdir(), 'lockstep-sid-'));
});

afterEach(async () => {
  process.env.PATH = PATH;
  await rm(data, { recursive: true });
});

/** Puts an `apt-get` in the place of the machine's. */
async function withApt(script: string): Promise<void> {
  await writeFile(join(data, 'apt-get'), `#!/bin/sh\n${script}\n`, { mode: 0o755 });
  process.env.PATH = data;
}

async function refusal(): Promise<LauncherError> {
  const error: unknown = await ensureSidServer('mysql', data).catch((reason: unknown) => reason);
  expect(error).toBeInstanceOf(LauncherError);
  return error as LauncherError;
}

test.each([
  ['where there is no apt', 'exit 127', ''],
  [
    'where the mirror does not answer',
    'echo "Err:1 x"; echo "E: Failed to fetch x"; exit 100',
    'E: Failed to fetch x',
  ],
])(
  '%s one line says that MySQL cannot be had, and nothing half-made is left',
  async (_, script, reason) => {
    await withApt(script);
    const { message } = await refusal();
    expect(message).toMatch(/^MySQL could not be fetched from Debian\. Check the network/);
    expect(message).toContain(reason);
    expect(message).not.toContain('\n');
    expect(await readdir(join(data, 'sid-servers'))).toEqual(['mysql.locked']);
  },
);

test('a server that does not run here is named with the folder to delete', async () => {
  const folder = join(data, 'sid-servers', 'mysql');
  await mkdir(folder, { recursive: true });
  expect((await refusal()).message).toContain(`MySQL in ${folder} does not run here. Delete that`);
});
