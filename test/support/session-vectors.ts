import { z } from 'zod';
import { readFixture, type Release, RELEASES, vectorsOf } from './django-vectors.js';

/** All releases whose sessions stand in `test/fixtures/django`. */
export const SESSION_RELEASES = ['1.3.7', ...RELEASES] as const;
export type SessionRelease = Release | '1.3.7';

const Payloads = z.record(z.string(), z.string());
const PAYLOADS = Payloads.parse(readFixture('payloads.json'));

/** What Django made of a text: a dictionary, something else, or an exception. */
const Decoded = z
  .object({
    kind: z.string(),
    json_text: z.string().optional(),
    json_text_ref: z.string().optional(),
    js_unsafe: z.boolean().optional(),
  })
  .transform(({ kind, json_text: text, json_text_ref: ref, js_unsafe: isUnsafe }) => ({
    kind,
    json: text ?? (ref === undefined ? undefined : PAYLOADS[ref]),
    /** Integers beyond 2^53, `1.0`, NaN: `JSON.parse` would change or refuse them. */
    isUnsafe: isUnsafe === true,
  }));

const Algorithm = z.enum(['sha1', 'sha256']);

const Written = z.object({
  id: z.string(),
  store: z.string(),
  serializer: z.enum(['json', 'pickle']),
  secret_key: z.string(),
  written_at: z.number(),
  class: z.string(),
  qualname: z.string().optional(),
  session_data: z.string().optional(),
  format: z.enum(['legacy', 'signed', 'signed-compressed']).optional(),
  decoded: Decoded.optional(),
  DEFAULT_HASHING_ALGORITHM: Algorithm.optional(),
});

const Case = z.object({
  id: z.string(),
  session_data: z.string(),
  result: Decoded,
  secret_key: z.string(),
  secret_key_fallbacks: z.array(z.string()),
  serializer: z.enum(['json', 'pickle']),
  store: z.string(),
  DEFAULT_HASHING_ALGORITHM: Algorithm.optional(),
});
export type DecodeCase = z.infer<typeof Case> & { className: string };

const Sessions = z.object({
  defaults_of_this_version: z.record(z.string(), z.unknown()),
  stores: z.record(z.string(), z.object({ class: z.string(), qualname: z.string().optional() })),
  vectors: z.array(Written),
  decode: z.object({
    unless_said_otherwise: z.record(z.string(), z.unknown()),
    cases: z.array(z.record(z.string(), z.unknown())),
  }),
  keys: z.object({
    alphabet: z.string(),
    length: z.number(),
    samples: z.array(z.string()),
    validate: z.array(z.object({ cookie: z.string().nullable(), accepted_as_key: z.boolean() })),
  }),
});

function sessionsOf(release: SessionRelease) {
  return vectorsOf(release, 'sessions', Sessions);
}

/** Rows that Django wrote (a value that it could not store is left out: there is no row to read). */
export function writtenSessions(release: SessionRelease) {
  return sessionsOf(release).vectors.flatMap((vector) => {
    const { session_data: text, decoded, format } = vector;
    if (text === undefined || !decoded || !format) return [];
    return [{ ...vector, text, decoded, format, className: vector.qualname ?? vector.class }];
  });
}

/** Rows made to be difficult, and what Django answered. */
export function decodeCases(release: SessionRelease): DecodeCase[] {
  const { decode, stores } = sessionsOf(release);
  return decode.cases.map((given) => {
    const parsed = Case.parse({ ...decode.unless_said_otherwise, ...given });
    const store = stores[parsed.store];
    return { ...parsed, className: store?.qualname ?? store?.class ?? '' };
  });
}

export function sessionKeysOf(release: SessionRelease) {
  return sessionsOf(release).keys;
}

export function defaultSettingsOf(release: SessionRelease) {
  return sessionsOf(release).defaults_of_this_version;
}

const Cross = z.object({
  secret_key: z.string(),
  session_payload: z.record(z.string(), z.unknown()),
  written_by: z.record(
    z.string(),
    z.object({
      sessions: z.record(z.string(), z.string()),
      csrf: z.object({ token: z.string(), cookie: z.string() }),
      auth_hash: z.string().nullable(),
    }),
  ),
  read: z.record(z.string(), z.record(z.string(), z.record(z.string(), z.string()))),
});

/** One session, written by each release and read by each. */
export function crossVectors() {
  return Cross.parse(readFixture('cross.json'));
}
