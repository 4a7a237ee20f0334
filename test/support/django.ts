import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { run } from '../../scripts/lib/run.mjs';
import { SECRET_KEY } from './app.js';
import { type Answer, Browser } from './browser.js';

const FOLDER = fileURLToPath(new URL('../django', import.meta.url));
const SITES = fileURLToPath(new URL('../sites/', import.meta.url));
/** Where Python finds the app for Django sites, and the tests that come from Django itself. */
const PATHS = ['../../docs/django', '../fixtures/django'].map((path) =>
  fileURLToPath(new URL(path, import.meta.url)),
);

/** What `global-setup.ts` found: a Python that has Django, or why there is none. */
const Found = z.union([
  z.object({ python: z.string(), env: z.record(z.string(), z.string()) }),
  z.object({ missing: z.string() }),
]);

const Ready = z.object({ port: z.number(), version: z.string() });
const Reply = z.object({
  id: z.number(),
  result: z.unknown().optional(),
  error: z.string().optional(),
});
type Reply = Partial<z.infer<typeof Reply>>;

/** Settings of Django that go over those of `test/django/website/settings.py`. */
export type DjangoSettings = Record<string, unknown>;

/** A project in `test/sites`, in place of the site in `test/django`. */
export type SiteName = 'blog' | 'cmdb' | 'assets';

/** Python that runs inside the site, with a database connection and names of its own. */
export type DjangoShell = <T = unknown>(
  code: string,
  values?: Record<string, unknown>,
) => Promise<T>;

/** A real Django on the database of a test, as a process of its own: a site over HTTP, and Python on request. */
export class DjangoSite {
  private readonly waiting = new Map<number, (reply: Reply) => void>();
  private requests = 0;

  private constructor(
    private readonly child: ChildProcess,
    readonly origin: string,
    /** For `DJANGO_VERSION`: `'3.2'`. */
    readonly version: string,
  ) {}

  /** @throws Error with what it printed when it ends before it is ready */
  static async start(
    databaseUrl: string,
    settings: DjangoSettings = {},
    project?: SiteName,
  ): Promise<DjangoSite> {
    const { python, env } = djangoEnvironment(databaseUrl, settings, project);
    const child = spawn(python, ['serve.py'], {
      cwd: FOLDER,
      env,
      stdio: ['pipe', 'pipe', 'pipe'],
    });
    const lines = createInterface({ input: child.stdout });
    const { port, version } = await readyLine(child, lines);
    const site = new DjangoSite(child, `http://127.0.0.1:${port}`, version);
    lines.on('line', (line) => {
      const reply = Reply.parse(JSON.parse(line));
      site.waiting.get(reply.id)?.(reply);
      site.waiting.delete(reply.id);
    });
    child.once('exit', () => {
      for (const settle of site.waiting.values()) settle({ error: 'Django ended' });
    });
    return site;
  }

  /** A visitor; give him the jar of another browser to be the same person on both sites. */
  browser(jar?: Map<string, string>): Browser {
    return new Browser(this.origin, jar);
  }

  /**
   * Runs Python in the site and gives the value of the last expression, by JSON. `values` become variables.
   * @throws Error with Python's traceback
   */
  readonly python: DjangoShell = (code, values) => this.evaluate('main', code, values);

  /** Another thread with its own connection: one shell can hold a lock for which another one waits. */
  shell(name: string): DjangoShell {
    return (code, values) => this.evaluate(name, code, values);
  }

  async stop(): Promise<void> {
    if (this.child.exitCode !== null) return;
    const exit = once(this.child, 'exit');
    this.child.stdin?.end();
    await exit;
  }

  private async evaluate<T>(
    shell: string,
    code: string,
    values: Record<string, unknown> = {},
  ): Promise<T> {
    const id = (this.requests += 1);
    const replied = new Promise<Reply>((resolve) => this.waiting.set(id, resolve));
    this.child.stdin?.write(`${JSON.stringify({ id, shell, code, values })}\n`);
    const { result, error } = await replied;
    if (error !== undefined) throw new Error(error);
    return result as T;
  }
}

/** A Python program of `test/django` that speaks over its standard streams. */
export function spawnDjango(program: string, databaseUrl: string, settings: DjangoSettings = {}) {
  const { python, env } = djangoEnvironment(databaseUrl, settings);
  return spawn(python, [program], { cwd: FOLDER, env, stdio: ['pipe', 'pipe', 'pipe'] });
}

/** Posts a form, as a page of Django does; the CSRF cookie goes along as a header. */
export function postForm(
  browser: Browser,
  path: string,
  fields: Record<string, string> = {},
): Promise<Answer> {
  return browser.post(path, new URLSearchParams(fields).toString(), {
    'content-type': 'application/x-www-form-urlencoded',
  });
}

/** The login page of the test site. */
export async function logInAtDjango(
  browser: Browser,
  username: string,
  password: string,
): Promise<Answer> {
  await browser.get('/login/');
  return postForm(browser, '/login/', { username, password });
}

/** `manage.py ARGUMENTS` on this database. @returns the exit status and what it printed */
export async function djangoManage(
  databaseUrl: string,
  args: string[],
  settings: DjangoSettings = {},
  project?: SiteName,
): Promise<{ status: number | null; output: string }> {
  const { python, env } = djangoEnvironment(databaseUrl, settings, project);
  return run(python, ['manage.py', ...args], { cwd: FOLDER, env });
}

/** Of the Django that the tests run, for `DJANGO_VERSION`: `'3.2'`. */
export async function djangoVersion(): Promise<string> {
  const { python, env } = djangoEnvironment('', {});
  const { output } = await run(python, ['-m', 'django', '--version'], { env });
  return output.trim().split('.').slice(0, 2).join('.');
}

/** Python's program and environment for a site, for whatever else a test runs in it. */
export function djangoEnvironment(
  databaseUrl: string,
  settings: DjangoSettings = {},
  project?: SiteName,
) {
  const found = Found.parse(JSON.parse(process.env.TEST_DJANGO ?? '{"missing": "no TEST_DJANGO"}'));
  if ('missing' in found) throw new Error(found.missing);
  const env = {
    ...process.env,
    ...found.env,
    PYTHONPATH: [
      ...(project ? [`${SITES}${project}`, SITES, FOLDER] : PATHS),
      ...[found.env.PYTHONPATH, process.env.PYTHONPATH].filter(Boolean),
    ].join(':'),
    PYTHONDONTWRITEBYTECODE: '1',
    DJANGO_SETTINGS_MODULE: project ? 'settings' : 'website.settings',
    SECRET_KEY,
    DATABASE_URL: databaseUrl,
    DJANGO_SETTINGS: JSON.stringify(settings),
  };
  return { python: found.python, env };
}

async function readyLine(child: ChildProcess, lines: ReturnType<typeof createInterface>) {
  const printed: string[] = [];
  child.stderr?.on('data', (chunk: Buffer) => printed.push(chunk.toString()));
  const line = await Promise.race([
    once(lines, 'line').then(([text]) => text as string),
    once(child, 'exit').then(() => undefined),
  ]);
  if (line === undefined)
    throw new Error(`Django ended before it was ready:\n${printed.join('\n')}`);
  return Ready.parse(JSON.parse(line));
}
