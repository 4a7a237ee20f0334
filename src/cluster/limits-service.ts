import cluster, { type Worker } from 'node:cluster';
import type { Limits, LoginTry } from '../limits/index.js';
import type { Question, ToPrimary } from './messages.js';
import { tell } from './workers.js';

/** The logins that each worker began and did not end. */
const logins = new Map<Worker, Map<number, LoginTry>>();

/** Counts for all workers, in the primary. */
export function serveLimits(limits: Limits): void {
  cluster.on('message', (worker, message: ToPrimary) => {
    if (message.kind === 'ask') void answer(limits, worker, message.id, message.question);
    if (message.kind !== 'end') return;
    logins.get(worker)?.get(message.id)?.end(message.outcome);
    logins.get(worker)?.delete(message.id);
  });
  // Not at its exit: what it said last may still come after that.
  cluster.on('disconnect', endAll);
}

async function answer(
  limits: Limits,
  worker: Worker,
  id: number,
  question: Question,
): Promise<void> {
  if (question.kind === 'count') {
    tell(worker, { kind: 'answer', id, answer: await limits.countRequest(question.caller) });
  }
  if (question.kind === 'login') {
    const login = limits.beginLogin(question.key, question.most);
    const others = logins.get(worker) ?? new Map<number, LoginTry>();
    logins.set(worker, others.set(id, login));
    tell(worker, { kind: 'answer', id, answer: await login.turn });
  }
}

/** The turns of a worker that was killed go to others; nobody knows what came of its tries. */
function endAll(worker: Worker): void {
  for (const login of logins.get(worker)?.values() ?? []) login.end('unknown');
  logins.delete(worker);
}
