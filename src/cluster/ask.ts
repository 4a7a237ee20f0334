import type { Question, ToPrimary, ToWorker } from './messages.js';

/** What this worker asked and the primary has not answered. */
const waiting = new Map<number, (answer: unknown) => void>();
let lastId = 0;

/** So many are open only when the primary hangs: more would fill the memory, here and in the channel. */
const MOST_WAITING = 10_000;

/** A question on its way. */
interface Asked<T> {
  /** Its number among those of this process. */
  readonly id: number;
  /** Never comes when the primary hangs; then it may not even be asked. Whoever waits sets a limit. */
  readonly answer: Promise<T>;
  /** To be called when the answer is not wanted any more. */
  readonly forget: () => void;
}

/** Asks the primary; only in a worker. */
export function ask<T>(question: Question): Asked<T> {
  if (lastId === 0) process.on('message', hear);
  const id = ++lastId;
  const answer = new Promise<T>((resolve) => {
    if (waiting.size >= MOST_WAITING) return;
    waiting.set(id, (given) => {
      resolve(given as T);
    });
    tell({ kind: 'ask', id, question });
  });
  return { id, answer, forget: () => void waiting.delete(id) };
}

function hear(message: ToWorker): void {
  if (message.kind !== 'answer') return;
  waiting.get(message.id)?.(message.answer);
  waiting.delete(message.id);
}

/** Tells the primary; when it was killed nobody listens any more, and this process is ending, too. */
export function tell(message: ToPrimary): void {
  if (process.connected) process.send?.(message, undefined, undefined, () => undefined);
}
