import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { burnSameWork, makePassword, passwordSettings, verifyPassword } from './index.js';
import { HASHER_NAMES } from './hasher-names.js';
import { profileOf } from '../django-version.js';
import { HASHERS } from './hashers.js';

const PROFILE = { ...profileOf('5.2'), pbkdf2Iterations: 1000 };
const everything = passwordSettings(PROFILE, ['pbkdf2_sha256', ...HASHER_NAMES]);

const HASH = 'A'.repeat(43);

describe('a stored hash that asks for too much', () => {
  it.each([
    ['a billion rounds of pbkdf2', 'pbkdf2_sha256$1000000000$salt$AAAA='],
    ['more rounds than there are numbers', `pbkdf2_sha1$${'9'.repeat(40)}$salt$AAAA=`],
    ['4 GiB of scrypt', 'scrypt$4194304$salt$8$1$AAAA'],
    ['a million lanes of scrypt', 'scrypt$16384$salt$8$100000$AAAA'],
    ['a huge block of scrypt', 'scrypt$2$salt$999999$999999$AAAA'],
    ['4 GiB of argon2', `argon2$argon2id$v=19$m=4194304,t=1,p=1$c2FsdHNhbHQ$${HASH}`],
    [
      'a million passes of argon2',
      `argon2$argon2id$v=19$m=102400,t=1000000,p=8$c2FsdHNhbHQ$${HASH}`,
    ],
    [
      'a thousand threads of argon2',
      `argon2$argon2id$v=19$m=102400,t=2,p=1000$c2FsdHNhbHQ$${HASH}`,
    ],
    ['31 rounds of bcrypt', `bcrypt$$2b$31$${'a'.repeat(53)}`],
    ['a megabyte of column', `pbkdf2_sha256$1$${'x'.repeat(1_000_000)}$AAAA=`],
  ])('is a wrong password at once: %s', async (_name, encoded) => {
    const start = process.hrtime.bigint();
    expect(await verifyPassword('secret', encoded, everything)).toEqual({
      ok: false,
      mustUpdate: false,
    });
    expect(Number(process.hrtime.bigint() - start) / 1e6).toBeLessThan(500);
  });
});

describe('a damaged hash', () => {
  it('is never an exception, and never opens to another password', async () => {
    const samples = [
      'pbkdf2_sha256$1$saltPublic01$pduWyfoMbVucgqXwINQ7bZKNoKSfC0LlmyPgd/pXBzE=',
      'argon2$argon2i$v=19$m=512,t=1,p=1$c2FsdFB1YmxpYzAx$wMk7la/UWOEsn3hWuvqb1Q',
      'bcrypt_sha256$$2b$04$G50WR7lUKlzUr.ETDwzQ3ulVCfggkqDNvbaROgm81eALMreS/SbWa',
      'bcrypt$$2a$04$A82PxI/NX00SVsyxyNj8Te84jZpvEML5UoeOfe419FWtuFbmPtqXW',
      'scrypt$2$salt$1$1$AAAA',
      'crypt$$abhfCpXqd4GrI',
      'sha1$$2f9e53523b62abc141a2b4d6019d23cba835dbd0',
      'md5$saltPublic01$e41cb37cd5ab9a6d84b6d5e6d9933051',
      '3cb4e732631f47e6eb961f34554b7cde',
    ];
    const damage = fc.record({
      sample: fc.constantFrom(...samples),
      at: fc.nat(80),
      remove: fc.nat(3),
      insert: fc.oneof(
        fc.string({ unit: 'binary', maxLength: 3 }),
        fc.constantFrom('$', '$$', '\0', '\n', ',', '=', '9', '\ud800'),
      ),
    });
    const damaged = fc.asyncProperty(damage, async ({ sample, at, remove, insert }) => {
      const encoded = sample.slice(0, at) + insert + sample.slice(at + remove);
      const { ok } = await verifyPassword('not the password of any sample', encoded, everything);
      expect(ok).toBe(false);
    });
    await fc.assert(damaged, { numRuns: 300 });
  });

  it('of any other text is never an exception either', async () => {
    const texts = fc.asyncProperty(
      fc.string({ unit: 'binary' }),
      fc.string({ unit: 'binary', maxLength: 200 }),
      fc.constantFrom('', ...HASHER_NAMES.map((name) => `${name}$`)),
      async (password, text, prefix) => {
        const { mustUpdate } = await verifyPassword(password, prefix + text, everything);
        expect(mustUpdate).toBe(false);
      },
    );
    await fc.assert(texts, { numRuns: 300 });
  });
});

describe('a password that has no UTF-8 form', () => {
  it('opens nothing and cannot be stored, as in Python', async () => {
    const replaced = await makePassword('\ufffd', everything);
    expect((await verifyPassword('\ufffd', replaced, everything)).ok).toBe(true);
    expect((await verifyPassword('\ud800', replaced, everything)).ok).toBe(false);
    await expect(makePassword('\ud800', everything)).rejects.toThrow(TypeError);
  });
});

describe.each(HASHER_NAMES)('a fresh %s hash', (name) => {
  it.each(['correct horse', '密码口令123', ''])(
    'of %j opens again and needs no rewrite',
    async (password) => {
      const settings = passwordSettings(PROFILE, [name]);
      const cheap = { ...settings, bcryptRounds: 4, argon2: { ...settings.argon2, memory: 1024 } };
      const encoded = await makePassword(password, cheap);
      expect(encoded.length).toBeLessThanOrEqual(128);
      expect(await verifyPassword(password, encoded, cheap)).toEqual({
        ok: true,
        mustUpdate: false,
      });
      expect((await verifyPassword(`x${password}`, encoded, cheap)).ok).toBe(false);
    },
  );
});

describe('the time of an answer', () => {
  /** What the settings cost shows in how often the preferred hasher ran; a clock would only measure the machine. */
  const counting = () => {
    const work: number[] = [];
    const settings = passwordSettings(PROFILE, ['pbkdf2_sha256', 'pbkdf2_sha1', 'md5']);
    const counted = {
      ...settings,
      get pbkdf2Iterations() {
        work.push(1);
        return PROFILE.pbkdf2Iterations;
      },
    };
    return { counted, work };
  };

  it.each([
    ['an unknown user', undefined],
    ['an unusable password', '!abc'],
    ['a malformed hash', 'pbkdf2_sha256$x$y$z'],
    [
      'an algorithm that is not installed',
      'bcrypt$$2a$04$A82PxI/NX00SVsyxyNj8Te84jZpvEML5UoeOfe419FWtuFbmPtqXW',
    ],
    ['a bare digest', 'md5$saltPublic01$e41cb37cd5ab9a6d84b6d5e6d9933051'],
    ['fewer rounds than today', 'pbkdf2_sha256$1$saltPublic01$AAAA='],
  ])('is that of a hash at full price for %s', async (_name, encoded) => {
    const { counted, work } = counting();
    await (encoded === undefined
      ? burnSameWork('wrong', counted)
      : verifyPassword('wrong', encoded, counted));
    expect(work.length).toBeGreaterThan(0);
  });

  it('of old bcrypt rounds is made up for by doubling', async () => {
    const settings = passwordSettings(PROFILE, ['bcrypt']);
    const encoded = await makePassword('right', { ...settings, bcryptRounds: 4 });
    const milliseconds = async (rounds: number) => {
      const start = performance.now();
      await HASHERS.bcrypt.harden?.(Buffer.from('wrong'), encoded, {
        ...settings,
        bcryptRounds: rounds,
      });
      return performance.now() - start;
    };
    expect(await milliseconds(9)).toBeGreaterThan((await milliseconds(4)) + 1);
  });
});
