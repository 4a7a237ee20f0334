import type { Config } from '../config/index.js';
import { profileOf } from '../django/index.js';
import { zoneOffset } from './check-django.js';
import type { StoredTime } from './clock.js';
import type { DjangoGuess } from './django-guess.js';
import type { PasswordCensus } from './password-census.js';
import type { Survey } from './survey.js';
import type { SessionCensus } from './session-census.js';

/** What a survey came to, as far as settings follow from it. */
export interface Conclusions {
  readonly django: DjangoGuess;
  readonly sessions: SessionCensus;
  readonly passwords: PasswordCensus;
  readonly time: StoredTime;
}

/** Django's own default `TIME_ZONE`. */
const DEFAULT_ZONE = 'America/Chicago';

/** The variables to set, beside DATABASE_URL and SECRET_KEY, which hold secrets and are set already. */
export function environmentFor(
  conclusions: Conclusions,
  survey: Pick<Survey, 'userModel'>,
  config: Config,
): Record<string, string> {
  const { django, sessions, passwords, time } = conclusions;
  return {
    DJANGO_VERSION: django.version,
    ...(django.writesSha1 && { DEFAULT_HASHING_ALGORITHM: 'sha1' }),
    ...zoneVariables(time, config),
    ...(time.cookieAge !== null &&
      time.cookieAge !== 1_209_600 && { SESSION_COOKIE_AGE: String(time.cookieAge) }),
    ...userModelVariables(survey),
    ...backendVariables(sessions, config),
    ...(sessions.csrfSecrets > 0 && { CSRF_USE_SESSIONS: 'true' }),
    ...hasherVariables(passwords, django.version, config),
  };
}

function userModelVariables({ userModel }: Pick<Survey, 'userModel'>): Record<string, string> {
  if (userModel.isDjangos) return {};
  const { label, usernameField } = userModel.facts;
  return { AUTH_USER_MODEL: label, USERNAME_FIELD: usernameField };
}

function zoneVariables({ offset }: StoredTime, { django }: Config): Record<string, string> {
  const { useTz, timeZone } = django;
  const isSet = useTz ? offset === 0 : offset === zoneOffset(timeZone, new Date());
  if (offset === null || isSet)
    return { USE_TZ: String(useTz), ...(useTz ? {} : { TIME_ZONE: timeZone }) };
  if (offset === 0) return { USE_TZ: 'true' };
  return { USE_TZ: 'false', TIME_ZONE: zoneWith(offset) };
}

/** Only the offset shows in the rows; a zone of that offset has to do until the site's own name is put there. */
function zoneWith(offset: number): string {
  if (offset === zoneOffset(DEFAULT_ZONE, new Date())) return DEFAULT_ZONE;
  const hours = offset / 3600;
  // POSIX counts the other way round: Etc/GMT-8 is eight hours ahead.
  return Number.isInteger(hours)
    ? `Etc/GMT${hours > 0 ? '-' : '+'}${Math.abs(hours)}`
    : DEFAULT_ZONE;
}

function backendVariables({ backends }: SessionCensus, { django }: Config): Record<string, string> {
  const names = Object.keys(backends).filter((name) => name !== '');
  const all = [...new Set([...names, ...django.authenticationBackends])];
  const isDefault = all.length === 1 && all[0] === 'django.contrib.auth.backends.ModelBackend';
  return isDefault ? {} : { AUTHENTICATION_BACKENDS: all.join(',') };
}

/** Where the latest login shows another preferred hasher than the release's: that one first, the defaults behind it. */
function hasherVariables(
  { latest, hashers }: PasswordCensus,
  version: string,
  { django }: Config,
): Record<string, string> {
  if (django.passwordHashers.length > 0)
    return { PASSWORD_HASHERS: django.passwordHashers.join(',') };
  const { passwordHashers: defaults, preferredHasher } = profileOf(version);
  const used = hashers.map(({ hasher }) => hasher);
  const isUsual = used.every((name) => defaults.includes(name));
  const first = latest && defaults.includes(latest.hasher) ? latest.hasher : preferredHasher;
  if (isUsual && first === preferredHasher) return {};
  return { PASSWORD_HASHERS: [...new Set([first, ...defaults, ...used])].join(',') };
}
