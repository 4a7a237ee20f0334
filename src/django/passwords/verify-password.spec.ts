import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import {
  RAISES,
  RELEASES,
  readFixture,
  type Release,
  vectorsOf,
  verdictOr,
} from '../../../test/support/django-vectors.js';
import { profileOf } from '../django-version.js';
import { HASHERS } from './hashers.js';
import {
  isHasherName,
  isPasswordUsable,
  makePassword,
  makeUnusablePassword,
  passwordSettings,
  type PasswordSettings,
  verifyPassword,
} from './index.js';

const Verdict = verdictOr(z.enum(['yes', 'yes, rewrites', 'no']));

const Vectors = z.object({
  hashers: z.array(z.object({ algorithm: z.string() })),
  vectors: z.array(
    z.object({
      id: z.string(),
      algorithm: z.string(),
      password: z.string(),
      encoded: z.string().optional(),
      verify: z.boolean().optional(),
      must_update: z.boolean().optional(),
      check_password: Verdict.optional(),
      check_password_default_hashers: Verdict.optional(),
    }),
  ),
  malformed: z.array(
    z.object({
      id: z.string(),
      password: z.string(),
      encoded: z.string(),
      check_password: Verdict,
      check_password_default_hashers: Verdict,
    }),
  ),
  unusable: z.array(
    z.object({
      encoded: z.string().nullable(),
      length: z.number().optional(),
      password: z.string().optional(),
      check_password: Verdict,
      is_password_usable: z.union([z.boolean(), z.object({ ok: z.boolean() })]),
    }),
  ),
  made_by_make_password: z.array(
    z.object({
      password: z.string(),
      encoded: z.string(),
      salt_length: z.number(),
      check_password: Verdict,
    }),
  ),
});
type Vectors = z.infer<typeof Vectors>;

/** The settings of a release, with its default hashers and with all that it has. */
function settingsOf(release: Release, vectors: Vectors) {
  const profile = profileOf(release);
  const every = ['pbkdf2_sha256', ...vectors.hashers.map(({ algorithm }) => algorithm)];
  return { byDefault: passwordSettings(profile), all: passwordSettings(profile, every) };
}

/**
 * Our verdict in the words of the vectors. A wrong password costs one more hash at full price, which changes no
 * verdict; where a "no" is expected it is made cheap, or this file would run for minutes.
 */
async function check(
  password: string,
  encoded: string,
  settings: PasswordSettings,
  expected: string,
): Promise<string> {
  const isNo = expected === 'no' || expected === RAISES;
  const affordable = isNo ? { ...settings, pbkdf2Iterations: 1 } : settings;
  const { ok, mustUpdate } = await verifyPassword(password, encoded, affordable);
  if (!ok) return 'no';
  return mustUpdate ? 'yes, rewrites' : 'yes';
}

/** Where Django raises there is no answer but a 500; ours is "no". */
const asAnswer = (verdict: string) => (verdict === RAISES ? 'no' : verdict);

describe.each(RELEASES)('the passwords of Django %s', (release) => {
  const vectors = vectorsOf(release, 'passwords', Vectors);
  const { byDefault, all } = settingsOf(release, vectors);
  const stored = [...vectors.vectors, ...vectors.malformed];

  it('get the verdict of check_password with every hasher installed', async () => {
    const rows = stored.flatMap(({ id, password, encoded, check_password: expected }) =>
      encoded !== undefined && expected !== undefined ? [{ id, password, encoded, expected }] : [],
    );
    const ours = await Promise.all(
      rows.map(async ({ id, password, encoded, expected }) => [
        id,
        await check(password, encoded, all, expected),
      ]),
    );
    expect(rows.length).toBeGreaterThan(90);
    expect(ours).toEqual(rows.map(({ id, expected }) => [id, asAnswer(expected)]));
  });

  it('get the verdict of check_password with the default hashers', async () => {
    const rows = stored.flatMap((row) => {
      const expected = row.check_password_default_hashers;
      return row.encoded !== undefined && expected !== undefined
        ? [{ id: row.id, password: row.password, encoded: row.encoded, expected }]
        : [];
    });
    const ours = await Promise.all(
      rows.map(async ({ id, password, encoded, expected }) => [
        id,
        await check(password, encoded, byDefault, expected),
      ]),
    );
    expect(ours).toEqual(rows.map(({ id, expected }) => [id, asAnswer(expected)]));
  });

  it('are outdated when the hasher itself says so', () => {
    const rows = vectors.vectors.flatMap(({ id, algorithm, encoded, must_update: expected }) =>
      encoded !== undefined && expected !== undefined && isHasherName(algorithm)
        ? [{ id, outdated: HASHERS[algorithm].mustUpdate(encoded, all), expected }]
        : [],
    );
    expect(rows.map(({ id, outdated }) => [id, outdated])).toEqual(
      rows.map(({ id, expected }) => [id, expected]),
    );
  });

  it('made by make_password need no rewrite', async () => {
    for (const { password, encoded, check_password: expected } of vectors.made_by_make_password) {
      expect(await check(password, encoded, byDefault, expected)).toBe(expected);
    }
  });

  it('are made in the same shape', async () => {
    const [sample] = vectors.made_by_make_password;
    const encoded = await makePassword(sample?.password ?? '', byDefault);
    const shape = (text = '') =>
      text.split('$').map((part, index) => (index < 2 ? part : part.length));
    expect(shape(encoded)).toEqual(shape(sample?.encoded));
    expect(await check(sample?.password ?? '', encoded, byDefault, 'yes')).toBe('yes');
  });

  it('that are unusable open to nothing', async () => {
    for (const row of vectors.unusable) {
      const usable =
        typeof row.is_password_usable === 'boolean'
          ? row.is_password_usable
          : row.is_password_usable.ok;
      expect([row.encoded, isPasswordUsable(row.encoded, byDefault)]).toEqual([
        row.encoded,
        usable,
      ]);
      if (row.encoded === null) continue;
      expect(await check(row.password ?? '', row.encoded, byDefault, 'no')).toBe('no');
    }
    const [made] = vectors.unusable;
    expect(makeUnusablePassword(byDefault)).toHaveLength(made?.length ?? 0);
    expect(isPasswordUsable(makeUnusablePassword(byDefault), byDefault)).toBe(false);
  });
});

describe('the sha1 hashes of Django 1.3', () => {
  const { samples } = vectorsOf(
    '1.3.7',
    'passwords',
    z.object({ samples: z.array(z.object({ password: z.string(), encoded: z.string() })) }),
  );
  const then = passwordSettings(profileOf('1.3'));
  const now = passwordSettings({ ...profileOf('5.2'), pbkdf2Iterations: 1 }, [
    'pbkdf2_sha256',
    'sha1',
  ]);

  it.each(samples)(
    'are right there, and to be replaced later: $encoded',
    async ({ password, encoded }) => {
      expect(await verifyPassword(password, encoded, then)).toEqual({
        ok: true,
        mustUpdate: false,
      });
      expect(await verifyPassword(password, encoded, now)).toEqual({ ok: true, mustUpdate: true });
      expect((await verifyPassword(`${password}x`, encoded, now)).ok).toBe(false);
    },
  );
});

describe('a hash that one release wrote and another reads', () => {
  const Cross = z.object({
    password: z.string(),
    written_by: z.record(
      z.string(),
      z.object({ passwords: z.record(z.string(), z.string()).optional() }),
    ),
    read: z.record(z.string(), z.record(z.string(), z.record(z.string(), z.string()))),
  });
  const cross = Cross.parse(readFixture('cross.json'));
  const written = Object.entries(cross.written_by).flatMap(([writer, { passwords = {} }]) =>
    Object.entries(passwords).map(([hasher, encoded]) => ({ writer, hasher, encoded })),
  );

  it('is opened by the right password only', async () => {
    const settings = passwordSettings(profileOf('6.1'), Object.keys(HASHERS));
    const verdicts = await Promise.all(
      written.map(async ({ writer, hasher, encoded }) => {
        const { ok } = await verifyPassword(cross.password, encoded, settings);
        return { writer, hasher, ok };
      }),
    );
    expect(verdicts.filter(({ ok }) => !ok)).toEqual([]);
    expect(verdicts.length).toBeGreaterThan(70);
  });

  // PBKDF2 is left out: its verdicts stand in each release's own vectors, and here they would take minutes.
  // On the 1.11.2 of the vectors no argon2 library was installed.
  it.each(RELEASES)(
    'is read by the default hashers of Django %s as Django does',
    async (reader) => {
      const { byDefault } = settingsOf(reader, vectorsOf(reader, 'passwords', Vectors));
      const rows = written.flatMap(({ writer, hasher, encoded }) => {
        const expected = cross.read[`password ${hasher}`]?.[reader]?.[writer];
        const isLeftOut =
          encoded.startsWith('pbkdf2') || (reader === '1.11.2' && hasher === 'argon2');
        if (expected === undefined || writer === '1.3.7' || isLeftOut) return [];
        return [
          { writer, hasher, encoded, expected: expected.startsWith('yes') ? expected : 'no' },
        ];
      });
      const ours = await Promise.all(
        rows.map(async ({ writer, hasher, encoded, expected }) => {
          return [writer, hasher, await check(cross.password, encoded, byDefault, expected)];
        }),
      );
      expect(ours).toEqual(rows.map(({ writer, hasher, expected }) => [writer, hasher, expected]));
      expect(rows.length).toBeGreaterThan(30);
    },
  );
});
