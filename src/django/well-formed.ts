const HALF_PAIR = /\p{Surrogate}/u;

/**
 * Whether `text` has a UTF-8 form. JSON may carry half a surrogate pair (`"\ud800"`), for which Python raises and Node
 * silently writes U+FFFD, so that two different texts would hash alike.
 */
export function isWellFormed(text: string): boolean {
  return !HALF_PAIR.test(text);
}
