import cluster, { type Worker } from 'node:cluster';
import type { ToPrimary } from './messages.js';
import { tell, workers } from './workers.js';

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
    if (message.kind === 'ask' && message.question.kind === 'collect')
      begin(worker, message.id, workers().filter(isReady));
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
  tell(asker, { kind: 'answer', id: askerId, answer: parts });
}
