import { availableParallelism } from 'node:os';
import { describe, expect, it } from 'vitest';
import { RELEASES } from '../../test/support/django-vectors.js';
import { defaultSettingsOf } from '../../test/support/session-vectors.js';
import { ConfigError, loadConfig } from './index.js';
import { defaultWorkers } from './load-config.js';

const SECRET_KEY = 'k9$mz(q2-1x)vw!d7rb^0u3h8c5y6j4n_a*seftgol=ipQWERT';
const needed = { SECRET_KEY, DATABASE_URL: 'mysql://django:pw@db.example.org:3306/inventory' };

const load = (env: Record<string, string>) => loadConfig({ ...needed, ...env });

function problemsOf(env: Record<string, string>): readonly string[] {
  try {
    loadConfig(env);
    return [];
  } catch (error) {
    if (error instanceof ConfigError) return error.problems;
    throw error;
  }
}

describe('loadConfig', () => {
  it("gives Django's defaults for whatever is not set", () => {
    expect(loadConfig(needed)).toEqual({
      environment: 'development',
      logLevel: 'info',
      models: { file: undefined },
      dataDirectory: 'var',
      http: {
        workers: defaultWorkers(availableParallelism()),
        host: '127.0.0.1',
        port: 3000,
        trustProxy: false,
        corsAllowedOrigins: [],
        rateLimit: 0,
        loginRateLimit: 10,
      },
      database: {
        address: {
          host: 'db.example.org',
          port: 3306,
          username: 'django',
          password: 'pw',
          database: 'inventory',
          socketPath: undefined,
          tls: { mode: 'PREFERRED', ca: undefined, cert: undefined, key: undefined },
        },
        poolSize: 10,
        lockWaitSeconds: 5,
        lockRetries: 5,
      },
      telemetry: { tracesUrl: undefined, serviceName: 'lockstep' },
      assets: { inventory: 'auto', requireIfMatch: false, tagPattern: 'LOCK-{seq:06}' },
      events: { heartbeatSeconds: 15 },
      django: {
        version: '5.2',
        secretKey: SECRET_KEY,
        secretKeyFallbacks: [],
        defaultHashingAlgorithm: 'sha256',
        sessionEngine: 'db',
        authenticationBackends: ['django.contrib.auth.backends.ModelBackend'],
        passwordHashers: [],
        timeZone: 'UTC',
        useTz: true,
      },
      sessionCookie: {
        name: 'sessionid',
        domain: undefined,
        path: '/',
        secure: false,
        httpOnly: true,
        sameSite: 'Lax',
        age: 1_209_600,
        saveEveryRequest: false,
        expireAtBrowserClose: false,
      },
      csrf: {
        cookie: {
          name: 'csrftoken',
          domain: undefined,
          path: '/',
          secure: false,
          httpOnly: false,
          sameSite: 'Lax',
          age: 31_449_600,
        },
        headerName: 'x-csrftoken',
        trustedOrigins: [],
        useSessions: false,
      },
    });
  });

  it('starts a process for each core, but no more than 8 unasked', () => {
    expect([1, 2, 8, 9, 64].map(defaultWorkers)).toEqual([1, 2, 8, 8, 8]);
    expect(load({ WEB_CONCURRENCY: '64' }).http.workers).toBe(64);
  });

  it('names every bad and every missing variable in one message', () => {
    const env = { PORT: '70000', USE_TZ: 'yes', DJANGO_VERSION: '7.0', TIME_ZONE: 'Mars/Olympus' };
    expect(problemsOf(env).map((problem) => problem.split(' ')[0])).toEqual([
      'DJANGO_VERSION',
      'SECRET_KEY',
      'TIME_ZONE',
      'USE_TZ',
      'PORT',
      'DATABASE_URL',
    ]);
  });

  it('never repeats a value, which may be a secret', () => {
    const env = {
      SECRET_KEY: 'hunter2',
      NODE_ENV: 'production',
      DATABASE_URL: 'pg://u:hunter2@h/d',
    };
    const message = problemsOf(env).join('\n');
    expect(message).toContain('SECRET_KEY must have 32 characters');
    expect(message).toContain('DATABASE_URL must be a URL');
    expect(message).not.toContain('hunter2');
  });

  it('takes a short secret in development and refuses it in production, fallbacks included', () => {
    expect(load({ SECRET_KEY: 'short' }).django.secretKey).toBe('short');
    const weak = { ...needed, NODE_ENV: 'production', SECRET_KEY_FALLBACKS: 'old' };
    expect(problemsOf(weak)).toEqual([
      'SECRET_KEY_FALLBACKS must have 32 characters or more, five of them different',
    ]);
    expect(problemsOf({ ...needed, NODE_ENV: 'production', SECRET_KEY: 'ab'.repeat(30) })).toEqual([
      'SECRET_KEY must have 32 characters or more, five of them different',
    ]);
  });

  it('counts an empty variable as not set', () => {
    expect(load({ PORT: '', SESSION_COOKIE_DOMAIN: '' }).http.port).toBe(3000);
    expect(problemsOf({ ...needed, SECRET_KEY: '' })[0]).toMatch(/^SECRET_KEY is not set/);
  });

  it('freezes the whole', () => {
    const config = load({ SECRET_KEY_FALLBACKS: 'a,b' });
    expect(Object.isFrozen(config.csrf.cookie)).toBe(true);
    expect(Object.isFrozen(config.django.secretKeyFallbacks)).toBe(true);
  });

  it.each([
    [{ OTEL_EXPORTER_OTLP_ENDPOINT: 'http://c:4318/' }, 'http://c:4318/v1/traces'],
    [{ OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: 'http://c:4318/x' }, 'http://c:4318/x'],
    [
      {
        OTEL_EXPORTER_OTLP_ENDPOINT: 'http://a',
        OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: 'http://c:4318/x',
      },
      'http://c:4318/x',
    ],
  ])('sends the traces of %j to %s', (env, url) => {
    expect(load(env).telemetry.tracesUrl).toBe(url);
  });

  it.each(['true', 'True', '1'])('reads %s as true', (word) => {
    expect(load({ REQUIRE_IF_MATCH: word }).assets.requireIfMatch).toBe(true);
  });

  it.each(['false', 'False', '0'])('reads %s as false', (word) => {
    expect(load({ SESSION_COOKIE_HTTPONLY: word }).sessionCookie.httpOnly).toBe(false);
  });

  it.each([
    ['a, b,', ['a', 'b']],
    ['["a,b", "[c]"]', ['a,b', '[c]']],
    [' [ ] ', []],
  ])('reads the list %s', (value, expected) => {
    expect(load({ SECRET_KEY_FALLBACKS: value }).django.secretKeyFallbacks).toEqual(expected);
  });

  it.each(['[1]', '[', '["a"', '[null]'])('refuses the list %s', (value) => {
    expect(problemsOf({ ...needed, SECRET_KEY_FALLBACKS: value })).toHaveLength(1);
  });

  it.each([
    ['HTTP_X_CSRFTOKEN', 'x-csrftoken'],
    ['HTTP_X_XSRF_TOKEN', 'x-xsrf-token'],
    ['X-CSRFToken', 'x-csrftoken'],
  ])('reads CSRF_HEADER_NAME %s', (value, expected) => {
    expect(load({ CSRF_HEADER_NAME: value }).csrf.headerName).toBe(expected);
  });

  it.each([
    ['cached_db', 'cached_db'],
    ['django.contrib.sessions.backends.cached_db', 'cached_db'],
    ['django.contrib.sessions.backends.db', 'db'],
  ])('reads SESSION_ENGINE %s', (value, expected) => {
    expect(load({ SESSION_ENGINE: value }).django.sessionEngine).toBe(expected);
  });

  it.each(['cache', 'file', 'django.contrib.sessions.backends.signed_cookies'])(
    'refuses the engine %s, which shares no row',
    (value) => {
      expect(problemsOf({ ...needed, SESSION_ENGINE: value })).toHaveLength(1);
    },
  );

  it.each([
    ['1.4', '1.4'],
    ['1.11.29', '1.11'],
    ['5.2.19', '5.2'],
    ['6.0', '6.0'],
  ])('reads DJANGO_VERSION %s', (value, expected) => {
    expect(load({ DJANGO_VERSION: value }).django.version).toBe(expected);
  });

  it.each(['1.3', '2.3', '5', '5.2.', '5.2a1', '05.2'])('refuses DJANGO_VERSION %s', (value) => {
    expect(problemsOf({ ...needed, DJANGO_VERSION: value })).toHaveLength(1);
  });

  it.each(RELEASES)('has the default cookies of Django %s', (release) => {
    const django = defaultSettingsOf(release);
    const { sessionCookie, csrf } = load({ DJANGO_VERSION: release });
    expect([sessionCookie.httpOnly, sessionCookie.sameSite, csrf.cookie.sameSite]).toEqual([
      django.SESSION_COOKIE_HTTPONLY,
      django.SESSION_COOKIE_SAMESITE,
      django.CSRF_COOKIE_SAMESITE,
    ]);
  });

  it.each([
    ['2.0', undefined, undefined],
    ['2.1', undefined, 'Lax'],
    ['2.0', 'Strict', 'Strict'],
    ['5.2', 'None', 'None'],
    ['5.2', 'False', undefined],
  ])('under Django %s with SAMESITE %s sends %s', (version, value, expected) => {
    const env = { DJANGO_VERSION: version, ...(value && { SESSION_COOKIE_SAMESITE: value }) };
    expect(load(env).sessionCookie.sameSite).toBe(expected);
  });

  it('takes hashers by algorithm or by the path of their Django class', () => {
    const hashers = 'django.contrib.auth.hashers.PBKDF2PasswordHasher, argon2';
    expect(load({ PASSWORD_HASHERS: hashers }).django.passwordHashers).toEqual([
      'pbkdf2_sha256',
      'argon2',
    ]);
    expect(problemsOf({ ...needed, PASSWORD_HASHERS: 'rot13' })).toHaveLength(1);
  });

  it.each([
    ['false', false],
    ['true', true],
    ['1', 1],
    ['loopback, 10.0.0.0/8,::1', 'loopback, 10.0.0.0/8, ::1'],
  ])('reads TRUST_PROXY %s', (value, expected) => {
    expect(load({ TRUST_PROXY: value }).http.trustProxy).toBe(expected);
  });

  it.each(['proxy.example.org', '10.0.0.0/33', '10.0.0.0/8/8', '-1'])(
    'refuses TRUST_PROXY %s',
    (value) => {
      expect(problemsOf({ ...needed, TRUST_PROXY: value })).toHaveLength(1);
    },
  );

  it.each(['*', 'spa.example.org', 'https://spa.example.org/', 'ftp://spa.example.org', 'null'])(
    'refuses the CORS origin %s',
    (value) => {
      expect(problemsOf({ ...needed, CORS_ALLOWED_ORIGINS: value })).toHaveLength(1);
    },
  );

  it('wants trusted origins with a scheme from Django 4.0 on, and host names before', () => {
    const CSRF_TRUSTED_ORIGINS = '.example.org';
    expect(problemsOf({ ...needed, CSRF_TRUSTED_ORIGINS })).toHaveLength(1);
    const old = load({ CSRF_TRUSTED_ORIGINS, DJANGO_VERSION: '3.2' });
    expect(old.csrf.trustedOrigins).toEqual(['.example.org']);
  });

  it.each([
    ['PORT', '-1'],
    ['PORT', '1e3'],
    ['PORT', ' 80'],
    ['DB_POOL_SIZE', '0'],
    ['LOCK_WAIT_SECONDS', '61'],
    ['SESSION_COOKIE_NAME', 'a;b'],
    ['SESSION_COOKIE_PATH', '/;x'],
    ['SESSION_COOKIE_DOMAIN', 'a b'],
    ['CSRF_HEADER_NAME', 'a\nb'],
    ['DATABASE_URL', 'mysql://host/'],
    ['DATABASE_URL', 'postgres://host/name'],
    ['TIME_ZONE', '+01:00'],
    ['LOG_LEVEL', 'loud'],
  ])('refuses %s=%j', (name, value) => {
    expect(problemsOf({ ...needed, [name]: value })).toEqual([expect.stringMatching(`^${name} `)]);
  });

  it('lets the system choose a port, and a CSRF cookie end with the browser', () => {
    expect(load({ PORT: '0' }).http.port).toBe(0);
    expect(load({ CSRF_COOKIE_AGE: 'None' }).csrf.cookie.age).toBeUndefined();
  });

  it('is silent in tests unless it is told otherwise', () => {
    expect(load({ NODE_ENV: 'test' }).logLevel).toBe('silent');
    expect(load({ NODE_ENV: 'test', LOG_LEVEL: 'debug' }).logLevel).toBe('debug');
  });
});
