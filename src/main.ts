import 'reflect-metadata';
import { stderr, stdout } from 'node:process';
import { createApp } from './app.setup.js';
import { type Config, loadConfig, readEnvironment } from './config/index.js';
import { firstSuperuser } from './first-superuser.js';
import { stopOnSignals } from './health/index.js';
import { explainStart } from './start-failure.js';
import { keepHeapSmall } from './small-heap.js';

keepHeapSmall();
try {
  await main(loadConfig(readEnvironment()));
} catch (error) {
  stderr.write(`${explainStart(error)}\n`);
  process.exit(1);
}

async function main(config: Config): Promise<void> {
  const app = await createApp(config);
  await app.listen(config.http.port, config.http.host);
  stopOnSignals(app);
  // Only the launcher opens a channel: without it nobody would stop this process, and it would keep the port.
  process.once('disconnect', () => process.kill(process.pid, 'SIGTERM'));
  // Last, because the password is shown only if the start succeeds.
  const account = await firstSuperuser(app, process.env.LOCKSTEP_CREATE_SUPERUSER);
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
