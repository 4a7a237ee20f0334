let received;
const callbacks = new Set();

// From the first moment: a Ctrl-C while packages install must not leave a database behind.
for (const signal of ['SIGINT', 'SIGTERM'])
  process.on(signal, () => {
    if (received) return;
    received = signal;
    for (const callback of callbacks) callback(signal);
  });

/**
 * Calls back once when this process is told to stop, at once if it was already.
 * @param {(signal: string) => void} callback
 * @returns {() => void} forgets the callback
 */
export function onStop(callback) {
  callbacks.add(callback);
  if (received) callback(received);
  return () => callbacks.delete(callback);
}

/** Whether this process was told to stop. */
export const isStopping = () => received !== undefined;
