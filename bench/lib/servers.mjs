import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { ROOT } from '../../scripts/lib/root.mjs';
import { startServerProcess } from '../../scripts/lib/server-process.mjs';

const DJANGO = join(ROOT, 'bench/baselines/django');
const PYTHON = '/usr/bin/python3';

/** node:http and mysql2. @returns {Promise<import('../../scripts/lib/server-process.mjs').ServerProcess>} */
export function startBare(databaseUrl) {
  return startServerProcess(
    'bare',
    process.execPath,
    [join(ROOT, 'bench/baselines/bare/main.mjs')],
    databaseUrl,
    { NODE_ENV: 'production' },
  );
}

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
