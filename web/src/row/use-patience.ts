import { useEffect, useRef, useState } from 'react';
import type { WriteOptions } from '@lockstep/client';
import { codeOf } from '../api/lockstep.js';

const WAIT_SECONDS = 15;

/**
 * One try. A request that the browser gave up would go on waiting in the service, and write when the row is free; so the tries are
 * short, each is heard to its end, and what was stopped is not done afterwards.
 */
const TRY_SECONDS = 1;

/** A write that waits for a row which somebody holds in a transaction. */
export interface Waiting {
  /** By the clock of the browser. */
  readonly until: number;
  readonly cancel: () => void;
}

interface Outcome {
  readonly outcome: string;
}

interface Cancelled {
  readonly outcome: 'cancelled';
}

export interface Patience {
  readonly waiting: Waiting | undefined;
  /** Tries at once, and if the row is held again with patience, until it is free, the time is over or the user has enough. */
  readonly run: <T extends Outcome>(
    work: (options: Pick<WriteOptions, 'wait'>) => Promise<T>,
  ) => Promise<T | Cancelled>;
}

export function usePatience(): Patience {
  const [waiting, setWaiting] = useState<Waiting>();
  const stop = useRef<() => void>(undefined);
  useEffect(() => () => stop.current?.(), []);
  const run: Patience['run'] = async (work) => {
    const first = await work({ wait: 0 });
    if (first.outcome !== 'locked') return first;
    const until = Date.now() + WAIT_SECONDS * 1000;
    const stopped = new AbortController();
    const cancel = (): void => {
      stopped.abort();
    };
    stop.current = cancel;
    setWaiting({ until, cancel });
    try {
      let last = first;
      while (last.outcome === 'locked' && !stopped.signal.aborted && Date.now() < until)
        last = await work({ wait: TRY_SECONDS });
      const isStopped = last.outcome === 'locked' && stopped.signal.aborted;
      return isStopped ? { outcome: 'cancelled' } : last;
    } finally {
      setWaiting(undefined);
    }
  };
  return { waiting, run };
}

/** For writes that throw instead of telling an outcome. */
export async function outcomeOf<T>(
  write: Promise<T>,
): Promise<{ outcome: 'done'; value: T } | { outcome: 'locked' }> {
  try {
    return { outcome: 'done', value: await write };
  } catch (error) {
    if (codeOf(error) === 'row_locked') return { outcome: 'locked' };
    throw error;
  }
}
