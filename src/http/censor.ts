/** Names under which secrets travel: headers, form fields, columns. */
const SECRET =
  /^(cookie|set-cookie|authorization|x-csrftoken|csrf_?token|.*password|.*secret.*|session_?(id|key|data))$/i;

/** A session key or a token standing in a text: Django's keys are 32 of a-z0-9, and one without a digit is rare. */
const KEY = /(?<![A-Za-z0-9])(?=[a-z]*\d)[a-z0-9]{32,}(?![A-Za-z0-9])/g;

const SESSION_PATH = /(\/sessions\/)([^/?#]+)/gi;
const LONGEST_PATH = 200;
const DEEPEST = 4;

/** Replaces what stands under a secret name, also inside; for objects of the log. */
export function censored(fields: Record<string, unknown>, depth = 0): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(fields).map(([name, value]) => [name, censoredValue(name, value, depth)]),
  );
}

function censoredValue(name: string, value: unknown, depth: number): unknown {
  if (SECRET.test(name)) return '[redacted]';
  if (!isPlainObject(value)) return value;
  return depth < DEEPEST ? censored(value, depth + 1) : '[deep]';
}

const isPlainObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype;

/** A text with the keys in it cut to four characters. */
export const withoutKeys = (text: string): string =>
  text.replace(KEY, (key) => `${key.slice(0, 4)}…`);

/** The path of a URL for the log: without its query, without session keys, and bounded. */
export function loggedPath(url: string): string {
  const [path = ''] = url.split('?', 1);
  const masked = path.replace(SESSION_PATH, (_, start: string, key: string) => start + mask(key));
  return withoutKeys(masked).slice(0, LONGEST_PATH);
}

const mask = (key: string): string => (key === 'decode' ? key : `${key.slice(0, 4)}…`);
