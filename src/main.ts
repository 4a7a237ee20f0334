import 'reflect-metadata';
import { stderr, stdout } from 'node:process';
import { createApp } from './app.setup.js';
import { type Config, ConfigError, loadConfig, readEnvironment } from './config/index.js';
import { firstSuperuser } from './first-superuser.js';
import { stopOnSignals } from './health/index.js';

try {
  await main(loadConfig(readEnvironment()));
} catch (error) {
  stderr.write(`${explain(error)}\n`);
  process.exit(1);
}

async function main(config: Config): Promise<void> {
  const app = await createApp(config);
  const account = await firstSuperuser(app, process.env.LOCKSTEP_CREATE_SUPERUSER);
  await app.listen(config.http.port, config.http.host);
  stopOnSignals(app);
  const url = await app.getUrl();
  stdout.write(welcome(url, account));
}

/** Where to go next. The password is printed this once and kept nowhere. */
function welcome(url: string, account: { username: string; password: string } | null): string {
  const login = account
    ? [
        `  log in as     ${account.username}`,
        `  password      ${account.password}   (shown this once)`,
      ]
    : [];
  const lines = [
    '',
    'Lockstep is ready',
    `  API           ${url}/api`,
    `  documentation ${url}/api/docs`,
    ...login,
  ];
  return `${lines.join('\n')}\n\n`;
}

function explain(error: unknown): string {
  if (error instanceof ConfigError) return error.message;
  if (!(error instanceof Error)) return String(error);
  if ('code' in error && error.code === 'EADDRINUSE')
    return 'The port is taken by another program. Stop it, or set PORT to a free one.';
  if ('code' in error && typeof error.code === 'string') return `${error.message} (${error.code})`;
  return error.stack ?? error.message;
}
