import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { ROOT } from '../../scripts/lib/root.mjs';
import { startApi, startServerProcess } from '../../scripts/lib/server-process.mjs';

const DJANGO = join(ROOT, 'bench/baselines/django');
const PYTHON = '/usr/bin/python3';

/**
 * The API as it ships, with the site's table beside the inventory.
 * @param {string} databaseUrl
 * @param {{ models: string, processes?: number }} options models: the path of lockstep.json
 * @returns {Promise<import('../../scripts/lib/server-process.mjs').ServerProcess>}
 */
export async function startLockstep(databaseUrl, { models, processes = 1 }) {
  // `auto` would leave the inventory out, because the file names a model of the site.
  const env = { LOCKSTEP_MODELS: models, LOCKSTEP_INVENTORY: 'on', WEB_CONCURRENCY: processes };
  const server = await startApi(databaseUrl, { env });
  return { ...server, name: named('lockstep', processes) };
}

/** node:http and mysql2. @returns {Promise<import('../../scripts/lib/server-process.mjs').ServerProcess>} */
export function startBare(databaseUrl, processes = 1) {
  return startServerProcess(
    named('bare', processes),
    process.execPath,
    [join(ROOT, 'bench/baselines/bare/main.mjs')],
    databaseUrl,
    { NODE_ENV: 'production', WEB_CONCURRENCY: processes },
  );
}

const named = (name, processes) => (processes > 1 ? `${name}×${processes}` : name);

/** Django and REST framework under gunicorn with two workers. @returns {Promise<import('../../scripts/lib/server-process.mjs').ServerProcess>} */
export function startDjango(databaseUrl) {
  const gunicorn = [
    '-c',
    'from gunicorn.app.wsgiapp import run; run()',
    ...['--workers', '2', '--bind', '127.0.0.1:0', '--chdir', DJANGO],
    'django.core.wsgi:get_wsgi_application()',
  ];
  const env = { DJANGO_SETTINGS_MODULE: 'settings', PYTHONDONTWRITEBYTECODE: '1' };
  return startServerProcess('django', PYTHON, gunicorn, databaseUrl, env);
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
