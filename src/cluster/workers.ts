import cluster, { type Worker } from 'node:cluster';
import type { ToWorker } from './messages.js';

/** The workers that live. Node lists one also when it has ended and its channel is not closed yet. */
export const workers = (): Worker[] =>
  Object.values(cluster.workers ?? {}).filter(
    (worker) => worker !== undefined && !worker.isDead(),
  ) as Worker[];

/** A worker that is just ending hears nothing; whoever waits for it watches its end. */
export function tell(worker: Worker, message: ToWorker): void {
  if (worker.isConnected()) worker.send(message, undefined, () => undefined);
}
