import cluster, { type Worker } from 'node:cluster';
import type { ToPrimary, ToWorker } from './messages.js';

interface Collection {
  readonly asker: Worker;
  readonly askerId: number;
  readonly parts: unknown[];
  readonly pending: Set<Worker>;
}

const running = new Map<number, Collection>();
let lastId = 0;

/**
 * Serves `collectFromAll` in the primary: asks every worker for its part and gives the parts to the worker that wanted
 * them. A worker that is not ready yet has none, and one that ends meanwhile is not waited for.
 */
export function serveCollections(isReady: (worker: Worker) => boolean): void {
  cluster.on('message', (worker, message: ToPrimary) => {
    if (message.kind === 'collect') begin(worker, message.id, workers().filter(isReady));
    if (message.kind === 'part') addPart(worker, message.id, message.part);
  });
  cluster.on('exit', (worker) => {
    for (const [id, { pending }] of running) if (pending.delete(worker)) endIfComplete(id);
  });
}

function begin(asker: Worker, askerId: number, asked: Worker[]): void {
  const id = ++lastId;
  running.set(id, { asker, askerId, parts: [], pending: new Set(asked) });
  for (const worker of asked) tell(worker, { kind: 'give', id });
  endIfComplete(id);
}

function addPart(worker: Worker, id: number, part: unknown): void {
  const collection = running.get(id);
  if (!collection?.pending.delete(worker)) return;
  collection.parts.push(part);
  endIfComplete(id);
}

function endIfComplete(id: number): void {
  const collection = running.get(id);
  if (!collection || collection.pending.size > 0) return;
  running.delete(id);
  const { asker, askerId, parts } = collection;
  tell(asker, { kind: 'collected', id: askerId, parts });
}

/** The workers that live. */
export const workers = (): Worker[] =>
  Object.values(cluster.workers ?? {}).filter((worker) => worker !== undefined);

/** A worker that is just ending has closed its channel; its exit is handled above. */
function tell(worker: Worker, message: ToWorker): void {
  if (worker.isConnected()) worker.send(message);
}
