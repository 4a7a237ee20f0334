/**
 * JSON as Python's `json` module reads and writes it, which is a little more than JSON: `NaN`, `Infinity` and integers
 * of any length are numbers, half a surrogate pair is text, and of two equal keys the last one counts.
 *
 *     {"\u540d":"r5300g4","n":[1,2.5,NaN]}     as written: no spaces, everything outside ASCII as \uXXXX
 *
 * Django 1.5-6.1: `contrib.sessions.serializers.JSONSerializer`, `core.signing.JSONSerializer`.
 */

import { JsonNumber } from '../exact-json.js';

/** A value of a session as our code sees it. */
export type JsonValue = null | boolean | number | string | JsonNumber | JsonArray | JsonObject;
type JsonArray = readonly JsonValue[];
/** When it comes from a session its prototype is null, so that no key can reach one. */
interface JsonObject {
  readonly [key: string]: JsonValue;
}

/** Text that Python's `json.loads` would refuse, or a value nested too deeply to be written. */
export class PythonJsonError extends Error {
  override readonly name = 'PythonJsonError';
}

/** Python's own recursion limit is 1000, so Django reads nothing deeper. */
const DEEPEST_READ = 1000;
/** Far from that limit, whatever the depth of the stack on which Django will read it. */
const DEEPEST_WRITTEN = 200;

const SPACES = new Set([' ', '\t', '\n', '\r']);
const STRING = /"(?:[^"\\\x00-\x1f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"/y;
const SCALAR =
  /true|false|null|NaN|-?Infinity|-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][-+]?[0-9]+)?/y;
const INTEGER = /^-?[0-9]+$/;
const BEYOND_ASCII = /[\x7f-\uffff]/g;

/**
 * The keys of the object that is the whole of `text`, each with the text of its value, in order.
 * @returns null when `text` is a value, but no object
 * @throws PythonJsonError when `text` is no value
 */
export function splitPythonObject(text: string): Map<string, string> | null {
  const scanner = new Scanner(text);
  const isObject = scanner.peek() === '{';
  const entries = isObject ? scanner.entries() : null;
  if (!isObject) scanner.skipValue();
  scanner.end();
  return entries;
}

/**
 * The value of `text`. Integers beyond 2^53 come as a `JsonNumber`, so that none is lost; NaN and the
 * infinities as null; every object with a null prototype.
 * @throws PythonJsonError
 */
export function parsePythonJson(text: string): JsonValue {
  const scanner = new Scanner(text);
  const value = scanner.value();
  scanner.end();
  return value;
}

/**
 * `json.dumps(value, separators=(',', ':'))`, byte for byte. A whole number is written as an integer, since JavaScript
 * does not know 1.0 from 1.
 * @throws PythonJsonError when the value is nested too deeply
 */
export function toPythonJson(value: JsonValue): string {
  return write(value, 0);
}

/** Text in which everything outside of printable ASCII has become `\uXXXX`, which JSON allows inside of strings only. */
export function escapeBeyondAscii(json: string): string {
  return json.replace(BEYOND_ASCII, (unit) => {
    return `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`;
  });
}

function write(value: JsonValue, depth: number): string {
  if (typeof value === 'string') return writeText(value);
  if (typeof value === 'number') return writeNumber(value);
  if (value === null || typeof value === 'boolean' || value instanceof JsonNumber)
    return String(value);
  if (depth === DEEPEST_WRITTEN) throw new PythonJsonError('nested too deeply');
  if (isArray(value)) return `[${value.map((item) => write(item, depth + 1)).join(',')}]`;
  const members = Object.entries(value).map(
    ([key, item]) => `${writeText(key)}:${write(item, depth + 1)}`,
  );
  return `{${members.join(',')}}`;
}

function writeText(text: string): string {
  return escapeBeyondAscii(JSON.stringify(text));
}

/** Python's `repr`: an exponent below 1e-4, of two digits at least. */
function writeNumber(value: number): string {
  if (Number.isNaN(value)) return 'NaN';
  if (Number.isInteger(value) || Math.abs(value) >= 1e-4) return String(value);
  return value.toExponential().replace(/-(\d)$/, '-0$1');
}

function isArray(value: JsonArray | JsonObject): value is JsonArray {
  return Array.isArray(value);
}

/** One pass over a text. */
class Scanner {
  private at = 0;
  private depth = 0;

  constructor(private readonly text: string) {}

  /** The next character that is no space; empty at the end. */
  peek(): string {
    while (SPACES.has(this.text.charAt(this.at))) this.at += 1;
    return this.text.charAt(this.at);
  }

  end(): void {
    if (this.peek() !== '') throw new PythonJsonError('more than one value');
  }

  /** The object that begins here. */
  entries(): Map<string, string> {
    const entries = new Map<string, string>();
    this.each('}', () => {
      const key = this.key();
      this.peek();
      const start = this.at;
      this.skipValue();
      entries.set(key, this.text.slice(start, this.at));
    });
    return entries;
  }

  /** Checks the value that begins here without building it. */
  skipValue(): void {
    const first = this.peek();
    if (first === '"') this.match(STRING);
    else if (first === '{') this.each('}', this.skipMember);
    else if (first === '[') this.each(']', this.skipItem);
    else this.match(SCALAR);
  }

  value(): JsonValue {
    const first = this.peek();
    if (first === '"') return this.string();
    if (first === '{') return this.object();
    return first === '[' ? this.array() : scalarOf(this.match(SCALAR));
  }

  private object(): JsonObject {
    const members = new Map<string, JsonValue>();
    this.each('}', () => members.set(this.key(), this.value()));
    return nullPrototype(members);
  }

  private array(): JsonArray {
    const items: JsonValue[] = [];
    this.each(']', () => items.push(this.value()));
    return items;
  }

  private readonly skipMember = (): void => {
    this.key();
    this.skipValue();
  };

  private readonly skipItem = (): void => {
    this.skipValue();
  };

  private key(): string {
    this.peek();
    const key = this.string();
    if (this.peek() !== ':') throw new PythonJsonError('no colon after a key');
    this.at += 1;
    return key;
  }

  private string(): string {
    const token = this.match(STRING);
    return token.includes('\\') ? String(JSON.parse(token)) : token.slice(1, -1);
  }

  /** Reads items, separated by commas, from an opening bracket up to `close`. */
  private each(close: '}' | ']', readItem: () => unknown): void {
    if (this.depth === DEEPEST_READ) throw new PythonJsonError('nested too deeply');
    this.depth += 1;
    this.at += 1;
    if (this.peek() === close) this.at += 1;
    else
      do readItem();
      while (this.goesOn(close));
    this.depth -= 1;
  }

  private goesOn(close: '}' | ']'): boolean {
    const next = this.peek();
    if (next !== ',' && next !== close) throw new PythonJsonError(`neither "," nor "${close}"`);
    this.at += 1;
    return next === ',';
  }

  private match(token: RegExp): string {
    token.lastIndex = this.at;
    if (!token.test(this.text)) throw new PythonJsonError('no value');
    const start = this.at;
    this.at = token.lastIndex;
    return this.text.slice(start, this.at);
  }
}

/** An object that has no prototype to be reached: there, `__proto__` is a key like any other. */
export function nullPrototype(entries: Iterable<[string, JsonValue]>): Record<string, JsonValue> {
  const object: Record<string, JsonValue> = { __proto__: null };
  for (const [key, value] of entries) object[key] = value;
  return object;
}

function scalarOf(token: string): JsonValue {
  if (token === 'true' || token === 'false') return token === 'true';
  const value = token === 'null' ? NaN : Number(token);
  if (!INTEGER.test(token)) return Number.isFinite(value) ? value : null;
  return Number.isSafeInteger(value) ? value + 0 : new JsonNumber(token);
}
