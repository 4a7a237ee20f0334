import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { readFixture } from '../../../test/support/django-vectors.js';
import { validatePassword } from './index.js';

const Verdicts = z.object({
  django: z.string(),
  owners: z.record(
    z.string(),
    z
      .object({
        username: z.string(),
        first_name: z.string(),
        last_name: z.string(),
        email: z.string(),
      })
      .transform(({ first_name: firstName, last_name: lastName, ...rest }) => ({
        ...rest,
        firstName,
        lastName,
      })),
  ),
  cases: z.array(
    z.object({
      owner: z.string(),
      password: z.string(),
      objections: z.array(z.tuple([z.string(), z.string()])),
    }),
  ),
});

describe('validatePassword', () => {
  const { owners, cases } = Verdicts.parse(readFixture('password-validators.json'));

  it.each(Object.entries(owners))(
    'objects as Django to the passwords of owner %s',
    (name, owner) => {
      const theirs = cases.filter((row) => row.owner === name);
      const ours = theirs.map(({ password }) => [
        password,
        validatePassword(password, owner).map(({ code, message }) => [code, message]),
      ]);
      expect(ours).toEqual(theirs.map(({ password, objections }) => [password, objections]));
      expect(theirs.length).toBeGreaterThan(100);
    },
  );

  it('takes half a surrogate pair without an exception', () => {
    const owner = { username: '\ud800\ud800', firstName: '', lastName: '', email: '' };
    expect(validatePassword('\ud800\ud800', owner).map(({ code }) => code)).toEqual([
      'password_too_similar',
      'password_too_short',
    ]);
  });
});
