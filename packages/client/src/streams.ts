/**
 * What a stream gives, one after the other; not every browser can iterate it by itself. Left early, it is cancelled.
 * @param signal ends it. That of the request is not enough: copies of a request hold it by weak references in Node, so that it may be
 *   collected while the body still comes.
 */
export async function* valuesOf<T>(
  stream: ReadableStream<T>,
  signal?: AbortSignal,
): AsyncGenerator<T> {
  const reader = stream.getReader();
  const cancel = (): void => void reader.cancel().catch(() => undefined);
  signal?.addEventListener('abort', cancel, { once: true });
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      yield value;
    }
  } finally {
    signal?.removeEventListener('abort', cancel);
    await reader.cancel().catch(() => undefined);
  }
}

/** The body of an answer as text, piece by piece. */
export const textOf = ({ body }: Response): ReadableStream<string> =>
  (body ?? new ReadableStream<Uint8Array<ArrayBuffer>>()).pipeThrough(new TextDecoderStream());
