import { isIP } from 'node:net';

/** A value that breaks the rule in the message. The message never holds the value itself: it may be a secret. */
export class InvalidValue extends Error {}

export const text = (value: string): string => value;

/** `true/false/1/0`, and Python's spelling. */
export function boolean(value: string): boolean {
  if (['true', 'True', '1'].includes(value)) return true;
  if (['false', 'False', '0'].includes(value)) return false;
  throw new InvalidValue('must be true or false');
}

export const integer =
  (min: number, max: number) =>
  (value: string): number => {
    const number = Number(value);
    if (/^\d{1,15}$/.test(value) && number >= min && number <= max) return number;
    throw new InvalidValue(`must be a whole number from ${min} to ${max}`);
  };

export const oneOf =
  <const T extends string>(allowed: readonly T[]) =>
  (value: string): T => {
    const found = allowed.find((candidate) => candidate === value);
    if (found === undefined) throw new InvalidValue(`must be one of ${allowed.join(', ')}`);
    return found;
  };

/** A JSON array of texts, or texts between commas. */
export function list(value: string): string[] {
  if (!value.trimStart().startsWith('[')) {
    return value
      .split(',')
      .map((item) => item.trim())
      .filter((item) => item !== '');
  }
  const items = parseJson(value);
  if (Array.isArray(items) && items.every((item) => typeof item === 'string')) return items;
  throw new InvalidValue('must be a JSON array of texts, or texts between commas');
}

/** A list whose every item passes `parse`. */
export const listOf =
  <T>(parse: (item: string) => T) =>
  (value: string): T[] =>
    list(value).map(parse);

/** A scheme, a host and maybe a port, as a browser sends it in `Origin`. */
export function origin(value: string): string {
  const url = URL.canParse(value) ? new URL(value) : undefined;
  if (url !== undefined && /^https?:$/.test(url.protocol) && url.origin === value) return value;
  throw new InvalidValue('must hold exact origins as https://spa.example.org, without a path or *');
}

export function httpUrl(value: string): string {
  if (URL.canParse(value) && /^https?:$/.test(new URL(value).protocol)) return value;
  throw new InvalidValue('must be a URL as http://collector:4318');
}

/** An IANA name that this Node knows. Offsets as +01:00 are refused: Django knows no such zone. */
export function timeZone(value: string): string {
  const rule = 'must be a time zone as Europe/Berlin';
  if (!/^[A-Za-z]/.test(value)) throw new InvalidValue(rule);
  try {
    return new Intl.DateTimeFormat('en', { timeZone: value }).format() && value;
  } catch {
    throw new InvalidValue(rule);
  }
}

/** Express `trust proxy`: a boolean word, a hop count, or addresses and subnets between commas. */
export function trustProxy(value: string): boolean | number | string {
  if (/^\d{1,3}$/.test(value)) return Number(value);
  if (/^(true|false)$/i.test(value)) return boolean(value);
  if (list(value).every(isProxyAddress)) return list(value).join(', ');
  throw new InvalidValue('must be true, false, a number of hops, or addresses and subnets');
}

function isProxyAddress(value: string): boolean {
  if (['loopback', 'linklocal', 'uniquelocal'].includes(value)) return true;
  const [address = '', bits, ...rest] = value.split('/');
  const family = isIP(address);
  const widest = family === 4 ? 32 : 128;
  return family !== 0 && rest.length === 0 && (bits === undefined || isUpTo(bits, widest));
}

const isUpTo = (value: string, max: number): boolean =>
  /^\d{1,3}$/.test(value) && Number(value) <= max;

function parseJson(value: string): unknown {
  try {
    return JSON.parse(value);
  } catch {
    return undefined;
  }
}

/** Literal text around one `{seq}` or `{seq:06}`; so short that `varchar(64)` holds every tag. */
export function tagPattern(value: string): string {
  if (value.length <= 40 && /^[^{}]*\{seq(:0([1-9]|1\d|20))?\}[^{}]*$/.test(value)) return value;
  throw new InvalidValue(
    'must hold one {seq} or {seq:06}, up to {seq:020}, and be at most 40 characters long',
  );
}

/** What MySQL takes for an identifier in quotes, without what no file system or tool takes in the name of a database. */
export function databaseName(value: string): string {
  if (/^[\p{L}\p{N}_$-]{1,64}$/u.test(value)) return value;
  throw new InvalidValue(
    'must be the name of a database: at most 64 letters, digits, _, $ and -, as lockstep',
  );
}
