/**
 * The body of an answer as text, piece by piece; not every browser can iterate it by itself. Left early, it is cancelled.
 * @param signal ends it at once: that of the request is not enough, because copies of a request hold it by weak references in Node, and
 *   through `TextDecoderStream` a cancel waits for the next piece there
 */
export async function* textOf({ body }: Response, signal?: AbortSignal): AsyncGenerator<string> {
  if (body === null) return;
  const reader = body.getReader();
  const decoder = new TextDecoder();
  const cancel = (): void => void reader.cancel().catch(() => undefined);
  signal?.addEventListener('abort', cancel, { once: true });
  try {
    while (!signal?.aborted) {
      const { done, value } = await reader.read();
      yield decoder.decode(value, { stream: !done });
      if (done) return;
    }
  } finally {
    signal?.removeEventListener('abort', cancel);
    cancel();
  }
}
