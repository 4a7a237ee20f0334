import type { LoginTry, Outcome, Turn } from './limits.js';
import { WindowCounter } from './window-counter.js';

const MINUTE = 60_000;

interface Waiting {
  readonly most: number;
  readonly answer: (turn: Turn) => void;
}

/** The tries of one caller on one name, by an id of each. */
interface Gate {
  readonly running: Set<symbol>;
  /** In the order of their arrival. */
  readonly waiting: Map<symbol, Waiting>;
}

/**
 * Failed logins of a minute, and the tries that may still become some. As many run at a time as may still fail, so a
 * thousand guesses at once are no way around the limit; a success forgets the failures before it.
 */
export class LoginTries {
  private readonly failures = new WindowCounter(MINUTE);
  private readonly gates = new Map<string, Gate>();

  /** As `Limits.beginLogin`. */
  begin(key: string, most: number): LoginTry {
    const gate = this.gates.get(key) ?? { running: new Set(), waiting: new Map() };
    this.gates.set(key, gate);
    const id = Symbol();
    const turn = new Promise<Turn>((answer) => gate.waiting.set(id, { most, answer }));
    this.advance(key, gate);
    const end = (outcome: Outcome): void => {
      if (gate.running.delete(id)) this.record(key, outcome);
      else if (!gate.waiting.delete(id)) return;
      this.advance(key, gate);
    };
    return { turn, end };
  }

  /** Keys with a try that runs or waits. */
  get size(): number {
    return this.gates.size;
  }

  private record(key: string, outcome: Outcome): void {
    if (outcome === 'failed') this.failures.hit(key);
    if (outcome === 'succeeded') this.failures.forget(key);
  }

  /** Lets in who waits, as far as they may all fail, and refuses everybody when nobody may. */
  private advance(key: string, { running, waiting }: Gate): void {
    for (const [id, { most, answer }] of waiting) {
      const failed = this.failures.peek(key);
      const left = most - (failed?.count ?? 0);
      if (left > 0 && running.size >= left) return;
      waiting.delete(id);
      if (left > 0) running.add(id);
      answer(
        left > 0 ? { mayTry: true } : { mayTry: false, secondsLeft: failed?.secondsLeft ?? 1 },
      );
    }
    if (running.size === 0) this.gates.delete(key);
  }
}
