/**
 * The dictionary of a session: Django's `request.session`. Values stay the text they came as until somebody asks, so a
 * key that we do not touch is written back exactly: 9007199254740993, 1.0 and NaN do not survive `JSON.parse`.
 *
 * Django 1.3-6.1: `contrib.sessions.backends.base.SessionBase`.
 */
import {
  escapeBeyondAscii,
  type JsonValue,
  nullPrototype,
  parsePythonJson,
  PythonJsonError,
  splitPythonObject,
  toPythonJson,
} from './python-json.js';

/** Per key what it was set to, as JSON text; null for a key that was removed. */
export type SessionChanges = ReadonlyMap<string, string | null>;

export class SessionData {
  private readonly changed = new Map<string, string | null>();
  private modified = false;

  private constructor(private readonly values: Map<string, string>) {}

  static empty(): SessionData {
    return new SessionData(new Map());
  }

  /**
   * @param body the payload of a decoded session
   * @throws PythonJsonError when it is no JSON object
   */
  static parse(body: string): SessionData {
    const values = splitPythonObject(body);
    if (!values) throw new PythonJsonError('a session must be a JSON object');
    return new SessionData(values);
  }

  /** Django's `session.modified`: whether a key was set or removed, even to what it was. */
  get isModified(): boolean {
    return this.modified;
  }

  /**
   * The value of a key. Integers beyond 2^53 come as a `JsonNumber`, NaN and the infinities as null,
   * objects with a null prototype. To change a value, `set` it: what `get` gave is a copy.
   */
  get(key: string): JsonValue | undefined {
    const text = this.values.get(key);
    return text === undefined ? undefined : parsePythonJson(text);
  }

  has(key: string): boolean {
    return this.values.has(key);
  }

  /** @throws PythonJsonError when the value is nested too deeply */
  set(key: string, value: JsonValue): void {
    this.change(key, toPythonJson(value));
  }

  /** @returns false when there was no such key, which is no modification */
  delete(key: string): boolean {
    const had = this.values.has(key);
    if (had) this.change(key, null);
    return had;
  }

  /** What was set and removed since the session was loaded or last saved, for a merge onto a newer payload. */
  changes(): SessionChanges {
    return new Map(this.changed);
  }

  /** Repeats somebody's changes here; keys that they do not name stay as they are. */
  apply(changes: SessionChanges): void {
    for (const [key, text] of changes) this.change(key, text);
  }

  /** The session now is as stored: nothing is modified. */
  markSaved(): void {
    this.changed.clear();
    this.modified = false;
  }

  /** The payload, in ASCII, for `encodeSession`. */
  body(): string {
    const members = Array.from(this.values, ([key, text]) => `${toPythonJson(key)}:${text}`);
    return escapeBeyondAscii(`{${members.join(',')}}`);
  }

  /** Everything, values as `get` gives them, for people and for JSON. */
  toObject(): Record<string, JsonValue> {
    return nullPrototype(Array.from(this.values, ([key, text]) => [key, parsePythonJson(text)]));
  }

  private change(key: string, text: string | null): void {
    if (text === null) this.values.delete(key);
    else this.values.set(key, text);
    this.changed.set(key, text);
    this.modified = true;
  }
}
