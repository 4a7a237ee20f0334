/** Text as Python's `str` sees it; JavaScript differs in each of these by a few characters. */

const SPACE =
  '\\t-\\r\\x1c-\\x20\\x85\\xa0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000';
const SPACE_AROUND = new RegExp(`^[${SPACE}]+|[${SPACE}]+$`, 'gu');

/** `\W+`: what is no letter, no number and no underscore in any script. */
const BETWEEN_WORDS = /[^\p{L}\p{N}_]+/u;

/** Decimal digits of all scripts, and the superscript, circled and other digits of Unicode's numeric type Digit. */
const DIGITS =
  /^[\p{Nd}²³¹\u{1369}-\u{1371}\u{19da}\u{2070}\u{2074}-\u{2079}\u{2080}-\u{2089}\u{2460}-\u{2468}\u{2474}-\u{247c}\u{2488}-\u{2490}\u{24ea}\u{24f5}-\u{24fd}\u{24ff}\u{2776}-\u{277e}\u{2780}-\u{2788}\u{278a}-\u{2792}\u{10a40}-\u{10a43}\u{10e60}-\u{10e68}\u{11052}-\u{1105a}\u{1f100}-\u{1f10a}]+$/u;

/** `str.strip()`. */
export function strip(text: string): string {
  return text.replace(SPACE_AROUND, '');
}

/** `str.isdigit()`. */
export function isDigit(text: string): boolean {
  return DIGITS.test(text);
}

/** `re.split(r'\W+', text)`: empty parts at the ends included. */
export function splitWords(text: string): string[] {
  return text.split(BETWEEN_WORDS);
}

/** `list(text)`: one entry for each code point, also beyond the 16 bits of a JavaScript character. */
export function characters(text: string): string[] {
  return Array.from(text);
}
