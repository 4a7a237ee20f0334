import cluster from 'node:cluster';
import { EventEmitter } from 'node:events';
import { within } from '../within.js';
import { ask, tell } from './ask.js';
import type { ToWorker } from './messages.js';

/** Set by the primary for the process that greets and makes the first account. */
export const FIRST = 'LOCKSTEP_FIRST_PROCESS';

/** Longer than any worker needs for its part, shorter than Prometheus waits. */
export const COLLECT_MS = 5000;

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
  const { worker } = cluster;
  if (!worker) return process;
  const requests = new EventEmitter();
  let isAsked = false;
  const askToStop = (): void => {
    if (!isAsked) requests.emit('SIGTERM');
    isAsked = true;
  };
  worker.on('disconnect', () => {
    // Node would end this process at once otherwise, in the middle of its requests.
    worker.exitedAfterDisconnect = true;
    askToStop();
  });
  process.on('SIGTERM', askToStop);
  process.on('SIGINT', askToStop);
  // Sent to the whole group, it is meant for the primary; left alone it would end this process at once.
  process.on('SIGHUP', () => undefined);
  return requests;
}

/**
 * The parts of all processes of the cluster, each made by its own `part`; alone, only ours. Call it once.
 * @param report hears why ours was not made for another process, which gets no answer then
 * @returns a function that collects; it throws NoAnswerError when a process does not answer
 */
export function collectFromAll<T>(
  part: () => Promise<T>,
  report: (error: unknown) => void,
): () => Promise<T[]> {
  if (!cluster.isWorker) return async () => [await part()];
  process.on('message', (message: ToWorker) => {
    if (message.kind !== 'give') return;
    part().then((made) => {
      tell({ kind: 'part', id: message.id, part: made });
    }, report);
  });
  return () => {
    const { answer, forget } = ask<T[]>({ kind: 'collect' });
    return within(COLLECT_MS, answer, () => {
      forget();
      throw new NoAnswerError();
    });
  };
}

/** Tells the primary that this process does its work now. */
export function announceReady(): void {
  if (cluster.isWorker) tell({ kind: 'ready' });
}
