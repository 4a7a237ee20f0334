/** What a caller would like (RFC 7240). */
export interface Preferences {
  /** Whole seconds that the caller is ready to wait for a lock; 0: not at all. */
  readonly wait?: number;
}

/** Below the time limit of a statement: a waiting request holds a connection of the pool, which others need. */
const LONGEST_WAIT = 15;

/** Preferences are separated by commas; one in a quoted text separates nothing. */
const PREFERENCE = /(?:[^,"]+|"(?:[^"\\]|\\.)*"?)+/g;
const WAIT = /^\s*wait\s*(?:=(.*))?$/is;
const SECONDS = /^"?(\d{1,9})"?$/;

/**
 * Reads `Prefer`, as in `Prefer: wait=5, respond-async`.
 *
 * What is unknown or malformed is ignored, as section 2 asks; of two `wait` the first counts, also when it is the
 * malformed one. A longer wait than 15 s becomes 15 s.
 */
export function parsePrefer(header: string | string[] | undefined): Preferences {
  const preferences = [header ?? ''].flat().join(',').match(PREFERENCE) ?? [];
  const wait = preferences.map(withoutParameters).map((text) => WAIT.exec(text));
  const value = wait.find((match) => match !== null)?.[1] ?? '';
  // Trimmed apart: blanks around a lazy match would be tried against each other, in the square of their number.
  const seconds = SECONDS.exec(value.trim())?.[1];
  return seconds === undefined ? {} : { wait: Math.min(Number(seconds), LONGEST_WAIT) };
}

/** `wait=5;x=y`: what follows the semicolon says more about the preference, and nothing of it is known here. */
const withoutParameters = (preference: string): string => preference.split(';', 1)[0] ?? '';
