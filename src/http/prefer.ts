/** What a caller would like (RFC 7240). */
export interface Preferences {
  /** Whole seconds that the caller is ready to wait for a lock; 0: not at all. */
  readonly wait?: number;
}

/** Below the time limit of a statement: a waiting request holds a connection of the pool, which others need. */
const LONGEST_WAIT = 15;

/** Preferences are separated by commas; one in a quoted text separates nothing. */
const PREFERENCE = /(?:[^,"]+|"(?:[^"\\]|\\.)*"?)+/g;
const WAIT = /^\s*wait\s*(?:=\s*"?(.*?)"?\s*)?(?:;.*)?$/is;

/**
 * Reads `Prefer`, as in `Prefer: wait=5, respond-async`.
 *
 * What is unknown or malformed is ignored, as section 2 asks; of two `wait` the first counts, also when it is the
 * malformed one. A longer wait than 15 s becomes 15 s.
 */
export function parsePrefer(header: string | string[] | undefined): Preferences {
  const preferences = [header ?? ''].flat().join(',').match(PREFERENCE) ?? [];
  const wait = preferences.map((text) => WAIT.exec(text)).find((match) => match !== null);
  const seconds = wait?.[1] ?? '';
  return /^\d{1,9}$/.test(seconds) ? { wait: Math.min(Number(seconds), LONGEST_WAIT) } : {};
}
