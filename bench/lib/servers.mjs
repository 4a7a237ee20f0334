import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { openSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { ROOT } from '../../scripts/lib/root.mjs';

const SECRET_KEY = 'a-secret-for-benchmarks-only-0123456789-abcdefghij';
const DJANGO = join(ROOT, 'bench/baselines/django');
const PYTHON = '/usr/bin/python3';

/**
 * A server under load.
 * @typedef {{ name: string, pid: number, origin: string, stop: () => Promise<void> }} Server
 */

/** The API as it ships, in one process; its log goes to /dev/null. @returns {Promise<Server>} */
export function startApi(databaseUrl) {
  const env = {
    NODE_ENV: 'production',
    PORT: '0',
    WEB_CONCURRENCY: '1',
    LOGIN_RATE_LIMIT: '0',
    CSRF_COOKIE_SECURE: 'false',
  };
  return start('lockstep', process.execPath, [join(ROOT, 'dist/src/main.js')], databaseUrl, env);
}

/** node:http and mysql2. @returns {Promise<Server>} */
export function startBare(databaseUrl) {
  return start(
    'bare',
    process.execPath,
    [join(ROOT, 'bench/baselines/bare/main.mjs')],
    databaseUrl,
    { NODE_ENV: 'production' },
  );
}

/** Django and REST framework under gunicorn with two workers. @returns {Promise<Server>} */
export function startDjango(databaseUrl) {
  const gunicorn = [
    '-c',
    'from gunicorn.app.wsgiapp import run; run()',
    ...['--workers', '2', '--bind', '127.0.0.1:0', '--chdir', DJANGO],
    'django.core.wsgi:get_wsgi_application()',
  ];
  const env = { DJANGO_SETTINGS_MODULE: 'settings', PYTHONDONTWRITEBYTECODE: '1' };
  return start('django', PYTHON, gunicorn, databaseUrl, env);
}

/** @returns {string | undefined} what of Debian's packages is missing for `startDjango` */
export function missingForDjango() {
  const { status, stderr } = spawnSync(
    PYTHON,
    ['-c', 'import django, rest_framework, gunicorn, MySQLdb'],
    { encoding: 'utf8' },
  );
  return status === 0 ? undefined : (stderr?.trim().split('\n').at(-1) ?? `there is no ${PYTHON}`);
}

async function start(name, command, args, databaseUrl, env) {
  const quiet = openSync('/dev/null', 'w');
  const child = spawn(command, args, {
    cwd: ROOT,
    env: { ...process.env, DATABASE_URL: databaseUrl, SECRET_KEY, ...env },
    stdio: [quiet, 'pipe', 'pipe'],
  });
  const origin = await addressOf(name, child);
  const stop = async () => {
    const exit = once(child, 'exit');
    child.kill('SIGTERM');
    await exit;
  };
  return { name, pid: child.pid, origin, stop };
}

/** Each says its address in its first lines: the API on standard output, gunicorn on standard error. */
async function addressOf(name, child) {
  const printed = [];
  return new Promise((resolve, reject) => {
    for (const stream of [child.stdout, child.stderr])
      createInterface({ input: stream }).on('line', (line) => {
        if (printed.length < 50) printed.push(line);
        const [, origin] = /(http:\/\/127\.0\.0\.1:\d+)/.exec(line) ?? [];
        if (origin) resolve(origin);
      });
    child.once('exit', () => reject(new Error(`${name} ended:\n${printed.join('\n')}`)));
  });
}
