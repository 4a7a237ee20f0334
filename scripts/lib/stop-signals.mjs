let received;
let handler = () => undefined;

// From the first moment: a Ctrl-C while packages install must not leave a database behind.
for (const signal of ['SIGINT', 'SIGTERM'])
  process.on(signal, () => {
    if (received) return;
    received = signal;
    handler(signal);
  });

/**
 * Calls back once when this process is told to stop, at once if it was already.
 * @param {(signal: string) => void} callback
 */
export function onStop(callback) {
  handler = callback;
  if (received) callback(received);
}

/** Whether this process was told to stop. */
export const isStopping = () => received !== undefined;
