import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import ts from 'typescript';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type BlogSite, openBlog } from '../support/blog-client.js';
import { runCli } from '../support/cli.js';
import { newUser, PASSWORD } from '../support/users.js';

const run = promisify(execFile);
const TSC = resolve('node_modules/typescript/bin/tsc');
const STRICT =
  '--ignoreConfig --noEmit --strict --skipLibCheck --target es2023 --module nodenext --jsx react-jsx'.split(
    ' ',
  );
const PACKAGES = ['client', 'ra-data-lockstep'];

/** A program on the models that `lockstep types` wrote. */
const TYPED = `
import { createLockstep } from '@lockstep/client';
import { lockstepDataProvider } from 'ra-data-lockstep';
import type { Models } from './models.js';

const lockstep = createLockstep<Models>({ baseUrl: process.env.LOCKSTEP_URL ?? '' });
await lockstep.login('admin', process.env.PASSWORD ?? '');
const servers = lockstep.model('blog.asset_db');
const row = await servers.get('SN1');
const written = await servers.update(row, { memory: row.value.memory * 2, ethernets: [1] });
if (written.outcome === 'done') console.log(written.row.value.memory, written.row.value.ethernets);
const card = await lockstep.model('blog.ethernet').get(2);
const port: '00' | '01' = card.value.e_porttype;
const { data } = await lockstepDataProvider(lockstep).getOne('blog.ethernet', { id: 2 });
console.log(port, data.e_sn);
`;

/** Each is refused; the compiler complains of a line that it finds right. */
const MISSPELT = [
  'await servers.update(row, { memry: 1 });',
  "await servers.update(row, { serverno: 'not editable' });",
  'row.value.memry;',
  "await lockstep.model('blog.ethernet').get('2');",
  "const other: '00' | '02' = card.value.e_porttype;",
  "await servers.create({ ip_addr: 'without its key' });",
  "await lockstep.batch([{ op: 'update', model: 'blog.asset_db', key: 'SN1', set: { memry: 1 } }]);",
  "await lockstep.assets.update(await lockstep.assets.get(1), { rak: '24' });",
]
  .map((line) => `// @ts-expect-error\n${line}\n`)
  .join('');

/** A project into which both packages were installed from their tarballs; React and its types come from ours, above it. */
let project: string;

beforeAll(async () => {
  await mkdir('var', { recursive: true });
  project = await mkdtemp(resolve('var/packages-'));
  await writeFile(join(project, 'package.json'), '{ "type": "module" }');
  const tarballs: string[] = [];
  for (const name of PACKAGES) {
    const cwd = resolve('packages', name);
    await run('npm', ['run', 'build'], { cwd });
    const { stdout } = await run('npm', ['pack', '--json', '--pack-destination', project], { cwd });
    const [{ filename }] = JSON.parse(stdout) as [{ filename: string }];
    tarballs.push(`./${filename}`);
  }
  const quietly = ['--no-audit', '--no-fund', '--prefer-offline', '--legacy-peer-deps'];
  await run('npm', ['install', ...quietly, ...tarballs], { cwd: project });
}, 180_000);

afterAll(() => rm(project, { recursive: true, force: true }));

/** The first example of a README. */
async function exampleOf(name: string): Promise<string> {
  const readme = await readFile(join('packages', name, 'README.md'), 'utf8');
  return /```tsx?\n([\s\S]*?)```/.exec(readme)?.[1] ?? '';
}

/** What the compiler says of these files; empty when they are right. */
async function faultsOf(sources: Readonly<Record<string, string>>): Promise<string> {
  for (const [file, source] of Object.entries(sources))
    await writeFile(join(project, file), source);
  const args = [TSC, ...STRICT, '--types', 'node', ...Object.keys(sources)];
  return run(process.execPath, args, { cwd: project }).then(
    () => '',
    (error: unknown) => String((error as { stdout: unknown }).stdout),
  );
}

describe('beside a site', () => {
  let blog: BlogSite;
  beforeAll(async () => {
    blog = await openBlog('client_package');
    await newUser(blog.site.db, { username: 'admin', isSuperuser: true });
  }, 120_000);
  afterAll(() => blog.site.close());

  /** Runs a source in the project against the site. */
  async function runs(source: string): Promise<string[]> {
    const { outputText } = ts.transpileModule(source, {
      compilerOptions: { module: ts.ModuleKind.ESNext, target: ts.ScriptTarget.ES2023 },
    });
    await writeFile(join(project, 'example.js'), outputText);
    const env = { ...process.env, LOCKSTEP_URL: blog.site.origin, PASSWORD };
    const { stdout } = await run(process.execPath, ['example.js'], { cwd: project, env });
    return stdout.trim().split('\n');
  }

  it('the example of the client does what its README says', async () => {
    expect(await runs(await exampleOf('client'))).toEqual([
      'logged in as admin, here and on the Django site',
      'version 2 stands in rack 24',
      'LOCK-000001 r5300g4-24-22',
      'status deployed',
    ]);
  });

  it('both READMEs compile, and with what `lockstep types` wrote the site’s models, but for what is misspelt', async () => {
    const file = join(project, 'models.ts');
    const env = { LOCKSTEP_MODELS: blog.modelsFile, DJANGO_VERSION: '3.2' };
    const types = (...words: string[]) =>
      runCli(blog.site.db.url, ['types', file, ...words], { env });
    expect(await types()).toMatchObject({
      status: 0,
      stdout: expect.stringContaining(file) as string,
    });
    expect((await types('--check')).status).toBe(0);

    const admin = await exampleOf('ra-data-lockstep');
    expect(admin.split('\n').filter((line) => line.trim() !== '').length).toBeLessThanOrEqual(22);
    const sources = { 'example.ts': await exampleOf('client'), 'admin.tsx': admin };
    expect(await faultsOf({ ...sources, 'typed.ts': TYPED + MISSPELT })).toBe('');
    expect(await runs(TYPED)).toEqual(['32 [ 1 ]', '00 E-2']);

    await writeFile(file, '// older\n');
    expect((await types('--check')).status).toBe(1);
  }, 180_000);
});
