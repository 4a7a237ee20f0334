/** Bytes that are not UTF-8: guessed at, they would become other names. */
export class NotUtf8Error extends Error {}

/** The text of a file, chunk by chunk, without a byte order mark. @throws NotUtf8Error */
export async function* decodeUtf8(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  const decode = (chunk?: Uint8Array): string => {
    try {
      return decoder.decode(chunk, { stream: chunk !== undefined });
    } catch (cause) {
      throw new NotUtf8Error('The file is not in UTF-8. Nothing behind this was read.', { cause });
    }
  };
  for await (const chunk of bytes) yield decode(chunk);
  yield decode();
}
