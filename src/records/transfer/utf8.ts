import { isUtf8 } from 'node:buffer';

/** Bytes that are not UTF-8: guessed at, they would become other names. */
export class NotUtf8Error extends Error {
  /** @param line on which they are */
  constructor(readonly line: number) {
    super('The file is not in UTF-8. Nothing behind this was read. Save it again as "CSV UTF-8".');
  }
}

/**
 * The text of a file, chunk by chunk, without a byte order mark; all of it that stands before bytes which are none.
 * @throws NotUtf8Error
 */
export async function* decodeUtf8(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  const decoder = new TextDecoder();
  let line = 1;
  let open = Buffer.alloc(0);
  for await (const chunk of bytes) {
    const piece = Buffer.concat([open, chunk]);
    const end = validLength(piece);
    open = piece.subarray(end);
    const text = decoder.decode(piece.subarray(0, end), { stream: true });
    line += text.split('\n').length - 1;
    yield text;
    if (open.length > openLength(piece)) throw new NotUtf8Error(line);
  }
  if (open.length > 0) throw new NotUtf8Error(line);
}

/** How many bytes from the beginning are whole characters. */
function validLength(piece: Buffer): number {
  if (isValidSoFar(piece)) return piece.length - openLength(piece);
  // The place of the fault, which is not told, by halves: what is valid up to a byte is so up to each one before.
  let [valid, invalid] = [0, piece.length];
  while (invalid - valid > 1) {
    const middle = (valid + invalid) >> 1;
    if (isValidSoFar(piece.subarray(0, middle))) valid = middle;
    else invalid = middle;
  }
  return valid - openLength(piece.subarray(0, valid));
}

const isValidSoFar = (piece: Buffer): boolean =>
  isUtf8(piece.subarray(0, piece.length - openLength(piece)));

/** How many bytes at the end begin a character that the next piece may go on with. */
function openLength(piece: Buffer): number {
  for (let length = 1; length <= Math.min(3, piece.length); length += 1) {
    const byte = piece[piece.length - length] ?? 0;
    if (byte < 0x80) return 0;
    if (byte >= 0xc0) return charLength(byte) > length ? length : 0;
  }
  return 0;
}

const charLength = (first: number): number => (first >= 0xf0 ? 4 : first >= 0xe0 ? 3 : 2);
