/**
 * JSON whose numbers stay as they are spelled. `JSON.parse` reads 7088992364139642880 as …643000 and 1e400 as Infinity, and
 * `JSON.stringify` writes 1.0 as 1, where Python, MariaDB and most clients keep all three (RFC 8259 section 6 bounds no number).
 *
 *     parseJson('{"n":7088992364139642880,"m":1}')     { n: JsonNumber { text: '7088992364139642880' }, m: 1 }
 *     stringifyJson(of that)                           {"n":7088992364139642880,"m":1}
 */
import { randomUUID } from 'node:crypto';

/** How many were written in the approximate way; tells `stringifyJson` whether it met one. */
let approximated = 0;

/** A number that JavaScript would spell in another way, if it could hold it at all. */
export class JsonNumber {
  constructor(readonly text: string) {}

  /** What plain `JSON.stringify` writes, in a log for example: the nearest number there is. */
  toJSON(): number {
    approximated += 1;
    return Number(this.text);
  }

  toString(): string {
    return this.text;
  }
}

/** Finds every text in which a number may be spelled in another way than ours, and some others. */
const SUSPECT = /[\d.]{16}|\d[eE]|\.\d*0(?!\d)|\.0{6}|-0(?![.\d])/;

/** Texts are matched as well, so that digits inside of them are no numbers. */
const TOKEN = /"[^"\\]*(?:\\.[^"\\]*)*"|-?\d[\d.eE+-]*/gs;

/**
 * As `JSON.parse`, but a number that would be written in another way than it is spelled comes as a `JsonNumber`.
 * @throws SyntaxError
 */
export function parseJson(text: string): unknown {
  const value: unknown = JSON.parse(text);
  return SUSPECT.test(text) ? (exactValue(text) ?? value) : value;
}

/** As `JSON.stringify`, but a `JsonNumber` is written as it is spelled. @param indent spaces for each level */
export function stringifyJson(value: unknown, indent?: number): string {
  const before = approximated;
  const json = JSON.stringify(value, null, indent);
  return approximated === before ? json : exactText(value, indent);
}

/** The exact twins of the objects and arrays of bodies. */
const twins = new WeakMap<object, object>();

/**
 * As `JSON.parse`, for a body in which some values are fields with a type and some are documents: the fields get plain
 * numbers, and `exactDocument` gives the documents with theirs as they are spelled.
 * @throws SyntaxError
 */
export function parseJsonBody(text: string): unknown {
  const value: unknown = JSON.parse(text);
  if (SUSPECT.test(text)) pair(value, exactValue(text));
  return value;
}

/** An object or array of a body with its numbers as they are spelled; any other value as it is. */
export function exactDocument<T>(value: T): T {
  return isContainer(value) ? ((twins.get(value) as T | undefined) ?? value) : value;
}

function pair(value: unknown, exact: unknown): void {
  if (!isContainer(value) || !isContainer(exact)) return;
  twins.set(value, exact);
  const [values, exacts] = [Object.values(value), Object.values(exact)];
  values.forEach((inner, at) => {
    pair(inner, exacts[at]);
  });
}

/** @param text valid JSON. @returns undefined when every number is spelled as we would */
function exactValue(text: string): unknown {
  // Texts may hold anything, so no fixed mark could tell our texts from theirs.
  const mark = randomUUID();
  const marked = text.replace(TOKEN, (token) =>
    token.startsWith('"') || String(Number(token)) === token ? token : `"${mark}${token}"`,
  );
  if (marked === text) return undefined;
  return JSON.parse(marked, (_, value: unknown) =>
    typeof value === 'string' && value.startsWith(mark)
      ? new JsonNumber(value.slice(mark.length))
      : value,
  );
}

function exactText(value: unknown, indent: number | undefined): string {
  const mark = randomUUID();
  const marked = JSON.stringify(
    value,
    function (this: object, key: string, inner: unknown): unknown {
      // `inner` is what `toJSON` made of it.
      const own: unknown = Reflect.get(this, key);
      return own instanceof JsonNumber ? mark + own.text : inner;
    },
    indent,
  );
  return marked.replaceAll(new RegExp(`"${mark}([^"]*)"`, 'g'), '$1');
}

const isContainer = (value: unknown): value is object =>
  typeof value === 'object' && value !== null;
