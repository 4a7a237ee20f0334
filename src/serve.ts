import 'reflect-metadata';
import { stdout } from 'node:process';
import { createApp } from './app.setup.js';
import { announceReady, isFirstProcess, stopRequests } from './cluster/index.js';
import type { Config } from './config/index.js';
import { hasConsole } from './console/index.js';
import { explainDatabase } from './database/index.js';
import { firstSuperuser } from './first-superuser.js';
import { stopOnSignals } from './health/index.js';
import { StartFailure } from './start-failure-error.js';

/** One process that answers requests: the only one, or a worker of the cluster. */
export async function serve(config: Config): Promise<void> {
  const app = await createApp(config).catch((error: unknown) => {
    const reason = explainDatabase(error);
    throw reason === undefined ? error : new StartFailure(reason, { cause: error });
  });
  await app.listen(config.http.port, config.http.host);
  stopOnSignals(app, { signals: stopRequests() });
  if (isFirstProcess()) {
    // Last, because the password is shown only if the start succeeds.
    const account = await firstSuperuser(app, process.env.LOCKSTEP_CREATE_SUPERUSER);
    stdout.write(welcome(await app.getUrl(), account));
  }
  announceReady();
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
    ...(hasConsole() ? [`  console       ${url}/`] : []),
    `  API           ${url}/api`,
    `  documentation ${url}/api/docs`,
    ...login,
  ];
  return `${lines.join('\n')}\n\n`;
}
