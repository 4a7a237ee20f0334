import { DatabaseUnavailableError } from './database.errors.js';

/** More keys would let one request wait for the rows of too many others. */
const MOST_KEYS = 32;

/** A key that was asked for, by one caller or several. */
interface Asked<R> {
  readonly promise: Promise<R | undefined>;
  readonly resolve: (row: R | undefined) => void;
  readonly reject: (error: unknown) => void;
}

/**
 * Reads of single rows, those of one turn of the event loop in one statement. Nothing is cached: a statement is sent after
 * each of its keys was asked for, so it shows whatever was acknowledged before. A read alone waits for nobody but the end of
 * its turn. After an error each key is read alone, so that one that the database refuses harms no other.
 *
 * Callers of one key share what was read, so they must not change it.
 */
export class CombinedReads<K, R> {
  private asked = new Map<K, Asked<R>>();

  /** @param read gives the rows of these keys, by key; without those that are not there */
  constructor(private readonly read: (keys: readonly K[]) => Promise<ReadonlyMap<K, R>>) {}

  /** @returns undefined where there is no such row */
  find(key: K): Promise<R | undefined> {
    if (this.asked.size === 0)
      setImmediate(() => {
        this.send();
      });
    const asked = this.asked.get(key) ?? newlyAsked<R>();
    this.asked.set(key, asked);
    return asked.promise;
  }

  private send(): void {
    const asked = [...this.asked];
    this.asked = new Map();
    for (let at = 0; at < asked.length; at += MOST_KEYS)
      void this.answer(asked.slice(at, at + MOST_KEYS));
  }

  private async answer(asked: readonly (readonly [K, Asked<R>])[]): Promise<void> {
    try {
      const rows = await this.read(asked.map(([key]) => key));
      for (const [key, { resolve }] of asked) resolve(rows.get(key));
    } catch (error) {
      // What the server did not get it would not get key by key either.
      const isFinal = asked.length === 1 || error instanceof DatabaseUnavailableError;
      for (const one of asked) {
        if (isFinal) one[1].reject(error);
        else void this.answer([one]);
      }
    }
  }
}

function newlyAsked<R>(): Asked<R> {
  let settle: Omit<Asked<R>, 'promise'> | undefined;
  const promise = new Promise<R | undefined>((resolve, reject) => {
    settle = { resolve, reject };
  });
  return { promise, ...(settle as unknown as Omit<Asked<R>, 'promise'>) };
}

/**
 * A SELECT by keys whose text is prepared. Filled up with the last key to a power of two, it has six texts and not one for
 * each number of keys: a connection keeps what it prepared.
 * @param sql of the list in parentheses that stands behind `IN`
 */
export function preparedIn(
  sql: (list: string) => string,
): (keys: readonly string[]) => [sql: string, keys: string[]] {
  const texts = new Map<number, string>();
  return (keys) => {
    const size = 2 ** Math.ceil(Math.log2(keys.length));
    const text = texts.get(size) ?? sql(`(${Array.from({ length: size }, () => '?').join(', ')})`);
    texts.set(size, text);
    return [text, Array.from({ length: size }, (_, at) => keys[at] ?? keys.at(-1) ?? '')];
  };
}
