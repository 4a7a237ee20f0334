import { useEffect, useEffectEvent, useState } from 'react';

interface Polled<T> {
  readonly data?: T;
  readonly error?: unknown;
}

/** What `look` finds, looked at again and again while the page is seen; past the cache, so that the bar does not show a load each time. */
export function usePolled<T>(
  look: (signal: AbortSignal) => Promise<T>,
  everyMs: number,
): Polled<T> {
  const [found, setFound] = useState<Polled<T>>({});
  const onLook = useEffectEvent(async (signal: AbortSignal) => {
    try {
      const data = await look(signal);
      if (!signal.aborted) setFound({ data });
    } catch (error) {
      if (!signal.aborted) setFound({ error });
    }
  });
  useEffect(() => {
    const end = new AbortController();
    let timer: ReturnType<typeof setTimeout> | undefined;
    const again = async (): Promise<void> => {
      if (!document.hidden) await onLook(end.signal);
      if (!end.signal.aborted) timer = setTimeout(() => void again(), everyMs);
    };
    void again();
    return () => {
      end.abort();
      clearTimeout(timer);
    };
  }, [everyMs]);
  return found;
}
