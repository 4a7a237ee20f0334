import type { Config } from '../config/index.js';
import { profileOf } from '../django/index.js';
import type { StoredTime } from './clock.js';
import type { DjangoGuess } from './django-guess.js';
import { counted, type Finding, good, problem, warning } from './finding.js';
import type { PasswordCensus } from './password-census.js';

/** Whether DJANGO_VERSION is what wrote this database. */
export function checkVersion(guess: DjangoGuess, { django }: Config): Finding[] {
  const { possible, version, evidence } = guess;
  if (evidence.length === 0) return [];
  if (!possible.includes(django.version))
    return [
      problem(
        `DJANGO_VERSION is ${django.version}, but this is Django ${rangeOf(possible)}: ${evidence.join('; ')}`,
        `Set DJANGO_VERSION=${version}. What is written for another version that Django cannot read.`,
      ),
    ];
  if (guess.writesSha1 && django.defaultHashingAlgorithm !== 'sha1')
    return [
      problem(
        `Django ${version} writes sessions in the format before 3.1`,
        'Set DEFAULT_HASHING_ALGORITHM=sha1, as the site does.',
      ),
    ];
  const text = `DJANGO_VERSION ${django.version} fits: ${evidence.join('; ')}`;
  if (possible.length === 1) return [good(text)];
  return [
    warning(
      `${text}; ${rangeOf(possible)} would fit as well`,
      "Compare with `python -m django --version`: a wrong one makes the two rewrite each other's password hashes.",
    ),
  ];
}

/** `5.2`, or `2.0 to 2.1`. */
export function rangeOf(versions: readonly string[]): string {
  const [first = '', last = first] = [versions[0], versions.at(-1)];
  return first === last ? first : `${first} to ${last}`;
}

/** Whether USE_TZ and TIME_ZONE are how the rows keep time. */
export function checkTimes({ offset, cookieAge }: StoredTime, config: Config): Finding[] {
  if (offset === null)
    return [
      warning(
        'No signed session shows whether dates are UTC or local time',
        "Copy USE_TZ and TIME_ZONE from the site's settings.",
      ),
    ];
  const findings: Finding[] = [];
  if (cookieAge !== config.sessionCookie.age)
    findings.push(
      warning(
        `Sessions live ${cookieAge?.toLocaleString('en') ?? '?'} s, not ${config.sessionCookie.age.toLocaleString('en')}`,
        `Set SESSION_COOKIE_AGE=${cookieAge ?? ''}.`,
      ),
    );
  const text = offset === 0 ? 'Dates are UTC' : `Dates are local time, ${offsetName(offset)}`;
  if (offset === configuredOffset(config))
    findings.push(good(`${text}, as USE_TZ and TIME_ZONE say`));
  else
    findings.push(
      problem(
        `${text}, but USE_TZ and TIME_ZONE say ${offsetName(configuredOffset(config))}`,
        "Copy both from the site's settings: sessions would end hours too early or too late.",
      ),
    );
  return findings;
}

/** `UTC+08:00`. */
export function offsetName(offset: number): string {
  const minutes = Math.abs(offset) / 60;
  const [hours, rest] = [Math.floor(minutes / 60), minutes % 60];
  const pad = (value: number): string => String(value).padStart(2, '0');
  return offset === 0 ? 'UTC' : `UTC${offset < 0 ? '-' : '+'}${pad(hours)}:${pad(rest)}`;
}

function configuredOffset({ django }: Config): number {
  return django.useTz ? 0 : zoneOffset(django.timeZone, new Date());
}

/** Seconds by which a zone is ahead of UTC at that time. */
export function zoneOffset(timeZone: string, at: Date): number {
  const parts = new Intl.DateTimeFormat('en', {
    timeZone,
    timeZoneName: 'longOffset',
  }).formatToParts(at);
  const name = parts.find(({ type }) => type === 'timeZoneName')?.value ?? '';
  const [, sign, hours, minutes] = /^GMT([+-])(\d\d):(\d\d)$/.exec(name) ?? [];
  const seconds = Number(hours ?? 0) * 3600 + Number(minutes ?? 0) * 60;
  return sign === '-' ? -seconds : seconds;
}

/** Whether everybody's hash is one that is read, and what is written is what the site writes. */
export function checkPasswords(
  census: PasswordCensus,
  version: string,
  { django }: Config,
): Finding[] {
  const profile = profileOf(version);
  const accepted =
    django.passwordHashers.length > 0 ? django.passwordHashers : profile.passwordHashers;
  const findings: Finding[] = [];
  const refused = census.hashers.filter(({ hasher }) => !accepted.includes(hasher));
  const shut = refused.reduce((sum, { users }) => sum + users, 0);
  if (shut > 0)
    findings.push(
      warning(
        `${counted(shut, 'user')} cannot log in: Django ${version} does not read ${[...new Set(refused.map(({ hasher }) => hasher))].join(', ')} by default`,
        "Copy PASSWORD_HASHERS from the site's settings.",
      ),
    );
  const { latest } = census;
  if (latest && accepted.includes(latest.hasher) && latest.hasher !== accepted[0])
    findings.push(
      problem(
        `The latest login's password is hashed by ${latest.hasher}; here it would be stored anew by ${accepted[0] ?? ''}`,
        "Copy PASSWORD_HASHERS from the site's settings, or the two rewrite each other's hashes at every login.",
      ),
    );
  if (census.unknown > 0)
    findings.push(
      warning(`${counted(census.unknown, 'user')} have a password that is no hash of Django's`),
    );
  return findings;
}
