import { useEffect, useRef, useState } from 'react';
import type { WriteOptions } from '@lockstep/client';
import { codeOf } from '../api/lockstep.js';

/** The longest that the service waits for a row. */
const WAIT_SECONDS = 15;

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
    work: (options: Pick<WriteOptions, 'wait' | 'signal'>) => Promise<T>,
  ) => Promise<T | Cancelled>;
}

export function usePatience(): Patience {
  const [waiting, setWaiting] = useState<Waiting>();
  const running = useRef<AbortController>(undefined);
  useEffect(() => () => running.current?.abort(), []);
  const run: Patience['run'] = async (work) => {
    const first = await work({ wait: 0 });
    if (first.outcome !== 'locked') return first;
    const controller = (running.current = new AbortController());
    const { signal } = controller;
    const cancel = (): void => {
      controller.abort();
    };
    setWaiting({ until: Date.now() + WAIT_SECONDS * 1000, cancel });
    try {
      return await work({ wait: WAIT_SECONDS, signal });
    } catch (error) {
      if (signal.aborted) return { outcome: 'cancelled' };
      throw error;
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
