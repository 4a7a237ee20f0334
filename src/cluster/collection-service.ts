import cluster, { type Worker } from 'node:cluster';
import { Collections } from './collections.js';
import type { ToPrimary } from './messages.js';
import { COLLECT_MS } from './worker.js';
import { tell, workers } from './workers.js';

/**
 * Serves `collectFromAll` in the primary: asks every worker for its part and gives the parts to the worker that wanted
 * them. A worker that is not ready yet has none, and one that ends meanwhile is not waited for.
 */
export function serveCollections(isReady: (worker: Worker) => boolean): void {
  const collections = new Collections<Worker>(COLLECT_MS, tell);
  cluster.on('message', (worker, message: ToPrimary) => {
    if (message.kind === 'ask' && message.question.kind === 'collect')
      collections.begin(worker, message.id, workers().filter(isReady));
    if (message.kind === 'part') collections.addPart(worker, message.id, message.part);
  });
  cluster.on('exit', (worker) => {
    collections.leave(worker);
  });
}
