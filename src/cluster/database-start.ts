import cluster from 'node:cluster';
import { once } from 'node:events';
import { ask } from './ask.js';
import type { ToPrimary } from './messages.js';
import { tell } from './workers.js';

/** Set by the launcher, which starts this process before the database and sends it one message when that answers. */
const AWAIT = 'LOCKSTEP_AWAIT_DATABASE';

/**
 * Resolves when the database runs, which is at once unless the launcher is starting it. A worker asks its primary: it
 * cannot just listen, because Node drops what a worker is told before its program runs.
 */
export async function databaseStarted(): Promise<void> {
  if (cluster.isWorker) await ask<null>({ kind: 'database' }).answer;
  else if (process.env[AWAIT] === '1') await once(process, 'message');
}

/** Answers `databaseStarted` of every worker, in the primary. */
export function serveDatabaseStart(database: Promise<void>): void {
  cluster.on('message', (worker, message: ToPrimary) => {
    if (message.kind !== 'ask' || message.question.kind !== 'database') return;
    void database.then(() => {
      tell(worker, { kind: 'answer', id: message.id, answer: null });
    });
  });
}
