import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import ts from 'typescript';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestApp, type TestApp } from '../support/app.js';
import { newUser, PASSWORD } from '../support/users.js';

const run = promisify(execFile);
const PACKAGE = resolve('packages/client');
const TSC = resolve('node_modules/typescript/bin/tsc');
const STRICT = '--noEmit --strict --skipLibCheck --target es2023 --module nodenext'.split(' ');

/** A project that has the package as npm would install it, and what the README shows. */
let project: string;
let example: string;

beforeAll(async () => {
  project = await mkdtemp(join(tmpdir(), 'lockstep-client-'));
  const installed = join(project, 'node_modules/@lockstep/client');
  await mkdir(installed, { recursive: true });
  await run('npm', ['run', 'build'], { cwd: PACKAGE });
  const { stdout } = await run('npm', ['pack', '--json', '--pack-destination', project], {
    cwd: PACKAGE,
  });
  const [{ filename }] = JSON.parse(stdout) as [{ filename: string }];
  await run('tar', ['-xzf', join(project, filename), '--strip-components=1', '-C', installed]);
  for (const name of ['openapi-fetch', 'openapi-typescript-helpers', '@types', 'undici-types'])
    await symlink(resolve('node_modules', name), join(project, 'node_modules', name));
  await writeFile(join(project, 'package.json'), '{ "type": "module" }');
  const readme = await readFile(join(PACKAGE, 'README.md'), 'utf8');
  example = /```ts\n([\s\S]*?)```/.exec(readme)?.[1] ?? '';
});

afterAll(() => rm(project, { recursive: true, force: true }));

/** What the compiler says of this source; empty when it is right. */
async function faultsOf(source: string): Promise<string> {
  await writeFile(join(project, 'example.ts'), source);
  const args = [TSC, ...STRICT, '--types', 'node', 'example.ts'];
  return run(process.execPath, args, { cwd: project }).then(
    () => '',
    (error: unknown) => String((error as { stdout: unknown }).stdout),
  );
}

describe('the types of the package', () => {
  it('take the example of its README', async () => {
    expect(await faultsOf(example)).toBe('');
  });

  it('refuse a field that is misspelt', async () => {
    const misspelt = example.replace("{ rack: '24' }", "{ rak: '24' }");
    expect(await faultsOf(misspelt)).toContain("'rak' does not exist in type");
  });
});

describe('the example of its README', () => {
  let site: TestApp;
  beforeAll(async () => {
    site = await createTestApp('client_package');
    await newUser(site.db, { username: 'admin', isSuperuser: true });
  });
  afterAll(() => site.close());

  it('does what it says', async () => {
    const { outputText } = ts.transpileModule(example, {
      compilerOptions: { module: ts.ModuleKind.ESNext, target: ts.ScriptTarget.ES2023 },
    });
    await writeFile(join(project, 'example.js'), outputText);
    const env = { ...process.env, LOCKSTEP_URL: site.origin, PASSWORD };
    const { stdout } = await run(process.execPath, ['example.js'], { cwd: project, env });
    expect(stdout.trim().split('\n')).toEqual([
      'logged in as admin, here and on the Django site',
      'version 2 stands in rack 24',
      'LOCK-000001 r5300g4-24-22',
      'status deployed',
    ]);
  });
});
