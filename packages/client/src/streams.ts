/** What a stream gives, one after the other; not every browser can iterate it by itself. Left early, it is cancelled. */
export async function* valuesOf<T>(stream: ReadableStream<T>): AsyncGenerator<T> {
  const reader = stream.getReader();
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      yield value;
    }
  } finally {
    await reader.cancel().catch(() => undefined);
  }
}

/** The body of an answer as text, piece by piece. */
export const textOf = ({ body }: Response): ReadableStream<string> =>
  (body ?? new ReadableStream<Uint8Array<ArrayBuffer>>()).pipeThrough(new TextDecoderStream());
