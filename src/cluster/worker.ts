import cluster from 'node:cluster';
import { EventEmitter } from 'node:events';
import type { ToPrimary, ToWorker } from './messages.js';

/** Set by the primary for the process that greets and makes the first account. */
export const FIRST = 'LOCKSTEP_FIRST_PROCESS';

/** Longer than any worker needs for its part, shorter than Prometheus waits. */
const COLLECT_MS = 5000;

/** A process of the cluster did not give its part in time: it hangs. */
export class NoAnswerError extends Error {}

/** True in the one process that says the things that are said once. */
export const isFirstProcess = (): boolean => !cluster.isWorker || process.env[FIRST] === '1';

/**
 * Where this process hears that it shall end: its signals, and in a worker also the silence of a primary that was
 * killed. A terminal or systemd tells every process at once and the primary tells them again, so a worker counts only
 * the first.
 */
export function stopRequests(): Pick<EventEmitter, 'on'> {
  if (!cluster.isWorker) return process;
  const requests = new EventEmitter();
  let isAsked = false;
  const ask = (): void => {
    if (!isAsked) requests.emit('SIGTERM');
    isAsked = true;
  };
  process.on('disconnect', ask);
  process.on('SIGTERM', ask);
  process.on('SIGINT', ask);
  return requests;
}

/**
 * The parts of all processes of the cluster, each made by its own `part`; alone, only ours. Call it once.
 * @returns a function that collects; it rejects when a process does not answer
 */
export function collectFromAll<T>(part: () => Promise<T>): () => Promise<T[]> {
  if (!cluster.isWorker) return async () => [await part()];
  const waiting = new Map<number, (parts: T[]) => void>();
  let lastId = 0;
  process.on('message', (message: ToWorker) => {
    if (message.kind === 'give')
      void part().then((made) => {
        tell({ kind: 'part', id: message.id, part: made });
      });
    if (message.kind === 'collected') waiting.get(message.id)?.(message.parts as T[]);
  });
  return () =>
    new Promise<T[]>((resolve, reject) => {
      const id = ++lastId;
      const timer = setTimeout(() => {
        waiting.delete(id);
        reject(new NoAnswerError());
      }, COLLECT_MS);
      waiting.set(id, (parts) => {
        clearTimeout(timer);
        waiting.delete(id);
        resolve(parts);
      });
      tell({ kind: 'collect', id });
    });
}

/** Tells the primary that this process does its work now. */
export function announceReady(): void {
  if (cluster.isWorker) tell({ kind: 'ready' });
}

/** Nobody listens any more when the primary was killed; then this process is ending, too. */
function tell(message: ToPrimary): void {
  if (process.connected) process.send?.(message);
}
