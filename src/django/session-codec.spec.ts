import { describe, expect, it } from 'vitest';
import {
  crossVectors,
  type DecodeCase,
  decodeCases,
  SESSION_RELEASES,
  type SessionRelease,
  writtenSessions,
} from '../../test/support/session-vectors.js';
import { profileOf } from './django-version.js';
import { splitPythonObject } from './python-json.js';
import { decodeSession, encodeSession } from './session-codec.js';
import { SessionData } from './session-data.js';
import { dumps, signTimestamped } from './signing.js';

type Written = ReturnType<typeof writtenSessions>[number];

describe.each(SESSION_RELEASES)('a session that Django %s wrote', (release) => {
  const written = writtenSessions(release);
  const inJson = written.filter((row) => row.serializer === 'json');
  const pickled = written.filter((row) => row.serializer === 'pickle');

  it.each(inJson)('$id is read', (row) => {
    const { body, ...decoded } = readBack(row);
    expect(decoded).toEqual({ valid: true, format: row.format, keyIndex: 0 });
    const json = row.decoded.json ?? '';
    // 1.0, NaN and 2^53 + 1 must be what they were, to the letter.
    if (row.decoded.isUnsafe) expect(splitPythonObject(body)).toEqual(splitPythonObject(json));
    else expect(SessionData.parse(body).toObject()).toEqual(JSON.parse(json));
  });

  it.each(inJson)('$id is written the same', (row) => {
    const { body } = readBack(row);
    const { secret_key: secretKey, className } = row;
    const profile = profileOf(release, row.DEFAULT_HASHING_ALGORITHM);
    const now = new Date(row.written_at * 1000);
    const text = encodeSession(SessionData.parse(body).body(), {
      profile,
      secretKey,
      className,
      now,
    });

    if (row.format !== 'signed-compressed') expect(text).toBe(row.text);
    // zlib leaves open how to compress, and Node's build of it finds other matches than Python's.
    else expect({ ...read(text, row), packed: text[0] }).toEqual({ ...readBack(row), packed: '.' });
  });

  it.each(pickled)('$id, a pickle, is refused', (row) => {
    expect(read(row.text, row)).toEqual({ valid: false, format: 'pickle', reason: 'pickle' });
  });

  function readBack(row: Written) {
    const decoded = read(row.text, row);
    if (!decoded.valid) throw new Error(`${row.id} was not read: ${decoded.reason}`);
    return decoded;
  }

  function read(text: string, { secret_key: secretKey, className }: Written) {
    return decodeSession(text, { secretKeys: [secretKey], className });
  }
});

/** Where we answer otherwise than that Django, on purpose. */
const DEVIATIONS: { reason: string; ours: string; when: (given: Given) => boolean }[] = [
  {
    reason: 'Django runs pickles where that serializer is chosen; we never do',
    ours: 'pickle',
    when: ({ serializer, result }) =>
      serializer === 'pickle' && result.kind !== 'exception' && result.json !== '{}',
  },
  {
    reason: 'a JSON payload is read whatever serializer is chosen',
    ours: 'like ok/login',
    when: ({ id }) => id.endsWith('json_read_as_pickle'),
  },
  {
    reason: 'Django hands out a list, a number, None, and fails later',
    ours: 'not a JSON object',
    when: ({ result }) => !['dict', 'exception'].includes(result.kind),
  },
  {
    reason: 'a SHA-1 signature of 3.1 or 3.2 in transition is read by whatever comes later',
    ours: '{"a":1}',
    when: ({ id, release }) => id === 'signed/sha1_mac_new_salt' && release !== '3.2.25',
  },
  {
    reason: 'in transition Django signs and reads with SHA-1 only',
    ours: 'like ok/login',
    when: ({ id }) => id === 'signed/read_when_hashing_sha1',
  },
];

type Given = DecodeCase & { release: SessionRelease };

describe.each(SESSION_RELEASES)('a difficult row of Django %s', (release) => {
  const cases = decodeCases(release).map((found) => {
    const given = { ...found, release };
    return { ...given, ...DEVIATIONS.find(({ when }) => when(given)) };
  });
  const agreed = cases.filter(({ reason }) => reason === undefined);
  const deviating = cases.filter(({ reason }) => reason !== undefined);

  it.each(agreed)('$id gives what Django gives', (given) => {
    const { kind, json = 'no answer' } = given.result;
    // A 500 in a running Django; for us no session.
    const expected = kind === 'exception' ? '{}' : json;
    expect(dataOf(given)).toEqual(SessionData.parse(expected).toObject());
  });

  it.each(deviating)('$id is answered otherwise: $reason', (given) => {
    const { ours = '' } = given;
    const decoded = answer(given);
    if (!decoded.valid) expect([decoded.reason, decoded.body]).toEqual([ours, undefined]);
    else if (ours.startsWith('{')) expect(decoded.body).toBe(ours);
    else expect(dataOf(given)).toMatchObject({ _auth_user_id: 42 });
    expect(given.result.json).not.toBe(decoded.valid ? decoded.body : '{}');
  });

  function dataOf(given: DecodeCase) {
    const decoded = answer(given);
    return SessionData.parse(decoded.valid ? decoded.body : '{}').toObject();
  }

  function answer(given: DecodeCase) {
    const { secret_key: secretKey, secret_key_fallbacks: fallbacks, className } = given;
    return decodeSession(given.session_data, { secretKeys: [secretKey, ...fallbacks], className });
  }
});

describe('one session, written by every Django', () => {
  const { secret_key: secretKey, session_payload: payload, written_by: writers } = crossVectors();
  const texts = Object.entries(writers).flatMap(([release, { sessions }]) =>
    Object.entries(sessions).map(([serializer, text]) => ({ release, serializer, text })),
  );

  it.each(texts)('$release in $serializer', ({ serializer, text }) => {
    const decoded = decodeSession(text, { secretKeys: ['another', secretKey] });
    if (serializer === 'pickle') expect(decoded).toMatchObject({ valid: false, format: 'pickle' });
    else {
      expect(decoded).toMatchObject({ valid: true, keyIndex: 1 });
      expect(SessionData.parse(decoded.body ?? '').toObject()).toEqual(payload);
    }
  });
});

describe('encoding a session', () => {
  const secretKey = 'pub-k3y!w7@vz$4q#s^e(1)b&n*m-x_=+lab0000public0000';
  const now = new Date(1718452799_000);

  it('breaks the text of 1.3 and 1.4 into lines of 76 characters, each ended', () => {
    const body = '{"key":"r5300g4-24-22"}';
    const legacy = encodeSession(body, { profile: profileOf('1.5'), secretKey, now });
    const wrapped = encodeSession(body, { profile: profileOf('1.4'), secretKey, now });
    expect(wrapped).toBe(`${legacy.slice(0, 76)}\n${legacy.slice(76)}\n`);
    expect(legacy.length).toBeGreaterThan(76);
  });

  it('signs the compressed text that Django made exactly as Django does', () => {
    for (const release of ['3.2.25', '4.2.28', '5.2.19', '6.1.1'] as const) {
      const compressed = writtenSessions(release).filter(
        (row) => row.format === 'signed-compressed',
      );
      for (const { text, secret_key: key, className, written_at: at } of compressed) {
        const salt = `django.contrib.sessions.${className}`;
        const options = {
          secretKey: key,
          salt,
          digest: 'sha256',
          now: new Date(at * 1000),
        } as const;
        const [packed = ''] = text.split(':');
        expect(signTimestamped(packed, options)).toBe(text);
      }
    }
  });

  it('compresses only where that saves two bytes', () => {
    const options = { profile: profileOf('5.2'), secretKey, now };
    // 18 bytes both, of 19 and of 20.
    expect(encodeSession(`{"a":"${'z'.repeat(11)}"}`, options)).toMatch(
      /^eyJhIjoienp6enp6enp6enoifQ:/,
    );
    expect(encodeSession(`{"a":"${'z'.repeat(12)}"}`, options)).toMatch(/^\.eJ/);
  });

  it('writes characters outside of ASCII as escapes, since Django reads latin-1', () => {
    const text = encodeSession('{"名":"é"}', { profile: profileOf('2.2'), secretKey, now });
    expect(Buffer.from(text, 'base64').toString().slice(41)).toBe('{"\\u540d":"\\u00e9"}');
  });

  it('refuses what it would not read back', () => {
    const body = `{"a":"${'z'.repeat(1024 * 1024)}"}`;
    const options = { profile: profileOf('5.2'), secretKey, now };
    expect(() => encodeSession(body, options)).toThrow(RangeError);
  });

  it('agrees with signing.dumps', () => {
    const salt = 'django.contrib.sessions.SessionStore';
    const options = { secretKey, salt, digest: 'sha256', now } as const;
    expect(encodeSession('{}', { profile: profileOf('6.0'), secretKey, now })).toBe(
      dumps('{}', options),
    );
  });
});
