import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { RELEASES, vectorsOf } from '../../test/support/django-vectors.js';
import {
  crossVectors,
  defaultSettingsOf,
  SESSION_RELEASES,
  writtenSessions,
} from '../../test/support/session-vectors.js';
import { type DjangoProfile, profileOf } from './django-version.js';

const Hashers = z.object({
  hashers: z.array(
    z.object({
      class: z.string(),
      algorithm: z.string(),
      in_default: z.boolean(),
      iterations: z.number().optional(),
      sample_salt: z.string().optional(),
    }),
  ),
});

const Step = z.object({
  note: z.string().optional(),
  body: z.unknown().optional(),
  django_session_after: z.unknown().optional(),
});
const Transcripts = z.array(
  z.object({
    variant: z.string().optional(),
    scenarios: z.array(z.object({ scenario: z.string(), steps: z.array(Step) })),
  }),
);

const Login = z.object({ session: z.record(z.string(), z.unknown()) });
const Who = z.object({ username: z.string().nullable() });

/** The step of a plain site's transcript, if this release has that scenario. */
function stepOf(release: (typeof RELEASES)[number], scenario: string, note: string) {
  const plain = vectorsOf(release, 'http', Transcripts).find(({ variant }) => variant === 'base');
  const steps = plain?.scenarios.find((found) => found.scenario === scenario)?.steps ?? [];
  return steps.find((step) => step.note === note);
}

describe.each(SESSION_RELEASES)('the profile of Django %s', (release) => {
  const profile = profileOf(release);

  it('knows fallback keys if it did', () => {
    expect(profile.usesKeyFallbacks).toBe('SECRET_KEY_FALLBACKS' in defaultSettingsOf(release));
  });

  it('writes the format that it wrote', () => {
    const rows = writtenSessions(release).filter((row) => !row.DEFAULT_HASHING_ALGORITHM);
    const formats = new Set(
      rows.map(({ text, format }) => {
        if (format !== 'legacy') return 'signed';
        return text.endsWith('\n') ? 'legacy-wrapped' : 'legacy';
      }),
    );
    expect(formats).toEqual(new Set([profile.sessionFormat]));
  });

  it('keeps the CSRF secret as it did', () => {
    const { token, cookie } = crossVectors().written_by[release]?.csrf ?? expect.fail('none');
    const forms = { '32/32': 'plain', '64/64': 'masked', '64/32': 'secret' };
    expect(forms).toHaveProperty([`${token.length}/${cookie.length}`], profile.csrfCookie);
  });

  it('writes a session auth hash if it did', () => {
    const hash = crossVectors().written_by[release]?.auth_hash ?? null;
    expect(profile.writesAuthHash).toBe(hash !== null);
    if (hash !== null) expect(profile.authHashDigest).toBe(hash.length === 40 ? 'sha1' : 'sha256');
  });
});

describe.each(RELEASES)('the profile of Django %s', (release) => {
  const profile = profileOf(release);
  const { hashers } = vectorsOf(release, 'passwords', Hashers);

  it('has its password hashers and their costs', () => {
    const classes = z.array(z.string()).parse(defaultSettingsOf(release).PASSWORD_HASHERS);
    const algorithms = classes.map((path) => {
      const found = hashers.find((hasher) => path.endsWith(`.${hasher.class}`));
      return found?.algorithm ?? path;
    });
    expect(profile.passwordHashers).toEqual(algorithms);
    expect(profile.preferredHasher).toBe(algorithms[0]);
    const preferred = hashers.find(({ algorithm }) => algorithm === 'pbkdf2_sha256');
    expect(profile.pbkdf2Iterations).toBe(preferred?.iterations);
    expect(profile.saltLength).toBe(preferred?.sample_salt?.length);
  });

  it('stores the user in a session as it did', () => {
    const login = stepOf(release, 'login', 'login without any cookie') ?? expect.fail('no login');
    const { session } = Login.parse(login.body);
    const type = profile.userIdType === 'integer' ? 'number' : 'string';
    expect(typeof session._auth_user_id).toBe(type);
    expect('_auth_user_hash' in session).toBe(profile.writesAuthHash);
  });

  it('treats users as it did, where that was recorded', () => {
    const inactive = stepOf(release, 'user_states', 'user made inactive');
    const stays = inactive && Who.parse(inactive.body).username !== null;
    expect([profile.inactiveUserStaysLoggedIn, undefined]).toContain(stays);

    const changed = stepOf(release, 'user_states', 'password hash changed behind the session');
    const ends = changed && Who.parse(changed.body).username === null;
    expect([profile.checksAuthHash, undefined]).toContain(ends);
    const isRowGone = changed && Array.isArray(changed.django_session_after);
    expect([profile.checksAuthHash, undefined]).toContain(isRowGone);
  });
});

describe('a Django version', () => {
  it('may have a patch level', () => {
    expect(profileOf('5.2.19')).toBe(profileOf('5.2'));
    expect(profileOf('1.11.29').version).toBe('1.11');
    expect(profileOf('6.0').pbkdf2Iterations).toBe(1_200_000);
  });

  it('newer than all that are known is taken for the newest', () => {
    for (const version of ['6.2', '7.0', '10.3.1'])
      expect(profileOf(version)).toBe(profileOf('6.1'));
  });

  it.each(['', '5', 'v5.2', '5.2rc1', '5.2.', ' 5.2', '5.2\n', '-1.4', '__proto__', 'five'])(
    'is not %j',
    (version) => {
      expect(() => profileOf(version)).toThrow(/is no Django version; write it as "5\.2"/);
    },
  );

  it.each(['1.2', '0.96', '1.12', '2.3', '4.3'])('never was, or is too old: %s', (version) => {
    expect(() => profileOf(version)).toThrow(/is no Django release from 1\.3 on/);
  });

  it('of 3.1 or 3.2 may be in transition, writing as 3.0 does', () => {
    const written = (profile: DjangoProfile) => [
      profile.sessionFormat,
      profile.authHashDigest,
      profile.signingDigest,
    ];
    for (const version of ['3.1', '3.2.25']) {
      expect(written(profileOf(version))).toEqual(['signed', 'sha256', 'sha256']);
      expect(written(profileOf(version, 'sha1'))).toEqual(written(profileOf('3.0')));
    }
    expect(profileOf('4.2', 'sha1')).toBe(profileOf('4.2'));
  });

  it('cannot be changed by whoever reads its profile', () => {
    expect(Object.isFrozen(profileOf('5.2'))).toBe(true);
    expect(Object.isFrozen(profileOf('3.2', 'sha1'))).toBe(true);
  });
});
