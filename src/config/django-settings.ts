import { isAtLeast } from '../django/release.js';
import type { Config, CookieSettings } from './config.js';
import {
  cookieDomain,
  cookieName,
  cookiePath,
  djangoVersion,
  headerName,
  passwordHasher,
  sameSite,
  sessionEngine,
  userModel,
} from './django-values.js';
import type { EnvironmentReader } from './environment-reader.js';
import { boolean, integer, list, listOf, oneOf, text, timeZone } from './values.js';

const TWO_WEEKS = 1_209_600;
/** `CSRF_COOKIE_AGE`: 52 weeks. */
const ABOUT_A_YEAR = 31_449_600;
/** Years beyond this overflow what a session row's `datetime` can hold. */
const LONGEST_AGE = 3_153_600_000;
const SHORTEST_SECRET = 32;

/** What the two programs must agree on (Django's `global_settings.py`). */
export function readDjango(reader: EnvironmentReader, production: boolean): Config['django'] {
  return {
    version: reader.value('DJANGO_VERSION', djangoVersion, '5.2'),
    ...readSecrets(reader, production),
    defaultHashingAlgorithm: reader.value(
      'DEFAULT_HASHING_ALGORITHM',
      oneOf(['sha1', 'sha256']),
      'sha256',
    ),
    sessionEngine: reader.value('SESSION_ENGINE', sessionEngine, 'db'),
    authenticationBackends: reader.value('AUTHENTICATION_BACKENDS', list, [
      'django.contrib.auth.backends.ModelBackend',
    ]),
    authUserModel: reader.value<string | undefined>('AUTH_USER_MODEL', userModel, undefined),
    usernameField: reader.value<string | undefined>('USERNAME_FIELD', text, undefined),
    passwordHashers: reader.value('PASSWORD_HASHERS', listOf(passwordHasher), []),
    timeZone: reader.value('TIME_ZONE', timeZone, 'UTC'),
    useTz: reader.value('USE_TZ', boolean, true),
  };
}

function readSecrets(reader: EnvironmentReader, production: boolean) {
  const hint = "it is the Django site's own SECRET_KEY, or a random text of 50 characters";
  const secretKey = reader.required('SECRET_KEY', text, '', hint);
  const secretKeyFallbacks = reader.value('SECRET_KEY_FALLBACKS', list, []);
  if (production && secretKey !== '') refuseWeak(reader, 'SECRET_KEY', [secretKey]);
  if (production) refuseWeak(reader, 'SECRET_KEY_FALLBACKS', secretKeyFallbacks);
  return { secretKey, secretKeyFallbacks };
}

/** Whoever guesses a key, an old one included, can write himself a session. Django only warns (security.W009). */
function refuseWeak(reader: EnvironmentReader, name: string, secrets: readonly string[]): void {
  const isWeak = (secret: string) => secret.length < SHORTEST_SECRET || new Set(secret).size < 5;
  if (!secrets.some(isWeak)) return;
  reader.report(name, `must have ${SHORTEST_SECRET} characters or more, five of them different`);
}

/** The `SESSION_*` settings. */
export function readSessionCookie(
  reader: EnvironmentReader,
  version: string,
): Config['sessionCookie'] {
  return {
    ...readCookie(reader, 'SESSION_COOKIE', { name: 'sessionid', httpOnly: true, version }),
    age: reader.value('SESSION_COOKIE_AGE', integer(1, LONGEST_AGE), TWO_WEEKS),
    saveEveryRequest: reader.value('SESSION_SAVE_EVERY_REQUEST', boolean, false),
    expireAtBrowserClose: reader.value('SESSION_EXPIRE_AT_BROWSER_CLOSE', boolean, false),
  };
}

/** The `CSRF_*` settings. */
export function readCsrf(reader: EnvironmentReader, version: string): Config['csrf'] {
  const cookie = readCookie(reader, 'CSRF_COOKIE', { name: 'csrftoken', httpOnly: false, version });
  return {
    cookie: {
      ...cookie,
      age: reader.value('CSRF_COOKIE_AGE', ageOrNone, ABOUT_A_YEAR),
    },
    headerName: reader.value('CSRF_HEADER_NAME', headerName, 'x-csrftoken'),
    trustedOrigins: readTrustedOrigins(reader, version),
    useSessions: reader.value('CSRF_USE_SESSIONS', boolean, false),
  };
}

const ageOrNone = (value: string): number | undefined =>
  value === 'None' ? undefined : integer(1, LONGEST_AGE)(value);

/** Host names up to 3.2, origins with a scheme from 4.0 on (Django's check `4_0.E001`). */
function readTrustedOrigins(reader: EnvironmentReader, version: string): string[] {
  const origins = reader.value('CSRF_TRUSTED_ORIGINS', list, []);
  if (isAtLeast(version, '4.0') && !origins.every((item) => item.includes('://'))) {
    reader.report('CSRF_TRUSTED_ORIGINS', 'must begin with a scheme, as https://*.example.org');
  }
  return origins;
}

interface CookieDefaults {
  readonly name: string;
  readonly httpOnly: boolean;
  readonly version: string;
}

/** `prefix` is `SESSION_COOKIE` or `CSRF_COOKIE`. SameSite came with Django 2.1. */
function readCookie(
  reader: EnvironmentReader,
  prefix: string,
  { name, httpOnly, version }: CookieDefaults,
): CookieSettings {
  return {
    name: reader.value(`${prefix}_NAME`, cookieName, name),
    domain: reader.value<string | undefined>(`${prefix}_DOMAIN`, cookieDomain, undefined),
    path: reader.value(`${prefix}_PATH`, cookiePath, '/'),
    secure: reader.value(`${prefix}_SECURE`, boolean, false),
    httpOnly: reader.value(`${prefix}_HTTPONLY`, boolean, httpOnly),
    sameSite: reader.value(
      `${prefix}_SAMESITE`,
      sameSite,
      isAtLeast(version, '2.1') ? 'Lax' : undefined,
    ),
  };
}
