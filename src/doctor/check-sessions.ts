import type { Config } from '../config/index.js';
import { counted, type Finding, good, problem, warning } from './finding.js';
import type { SessionCensus } from './session-census.js';

/** Whether the sessions of the site can be shared with these settings. */
export function checkSessions(census: SessionCensus, config: Config): Finding[] {
  if (census.looked === 0)
    return [
      warning(
        'There is no session yet',
        'Log in on the site once, then ask again: only a session proves SECRET_KEY.',
      ),
    ];
  return [
    ...checkPickles(census),
    ...checkKeys(census),
    ...checkBackends(census, config),
    ...checkCsrf(census, config),
    ...checkCache(config),
  ];
}

function checkPickles({ pickles, looked, newestIsPickle }: SessionCensus): Finding[] {
  if (pickles === 0) return [];
  const text = `${pickles} of ${counted(looked, 'session')} hold a pickle, which is never read here`;
  const remedy =
    "SESSION_SERIALIZER = 'django.contrib.sessions.serializers.JSONSerializer' in the site, which Django has from 1.5.3 on; everybody logs in again.";
  return [
    newestIsPickle ? problem(text, remedy) : warning(`${text}; the newest one does not`, remedy),
  ];
}

function checkKeys(census: SessionCensus): Finding[] {
  const { byKey, unverified, looked, pickles } = census;
  const verified = looked - unverified - pickles;
  const [byFirst = 0] = byKey;
  if (verified === 0 && unverified === 0) return [];
  if (verified === 0)
    return [
      problem(
        `None of ${counted(unverified, 'session')} verifies: this SECRET_KEY is not the site's`,
        "Copy SECRET_KEY from the site's settings, character by character. A site with a session engine class of its own signs with its name, which is not supported.",
      ),
    ];
  const findings = [
    good(`${counted(verified, 'session')} of ${looked} verify with the keys that are set`),
  ];
  if (byFirst === 0)
    findings.push(
      warning(
        'Only fallback keys verify sessions; SECRET_KEY itself has signed none',
        "Right after a rotation that is as it should be. Otherwise the first key is not the site's.",
      ),
    );
  if (unverified > 0)
    findings.push(
      warning(
        `${counted(unverified, 'session')} of ${looked} verify with no key: nobody is logged in by them`,
        'Old rows of an earlier SECRET_KEY. Name it in SECRET_KEY_FALLBACKS to keep its sessions alive.',
      ),
    );
  return findings;
}

function checkBackends({ backends, logins }: SessionCensus, { django }: Config): Finding[] {
  const foreign = Object.entries(backends).filter(
    ([name]) => !django.authenticationBackends.includes(name),
  );
  const lost = foreign.reduce((sum, [, count]) => sum + count, 0);
  if (lost === 0) return [];
  const text = `${counted(lost, 'login')} of ${logins} are by ${foreign.map(([name]) => name).join(', ')}`;
  return [problem(text, 'They count as nobody until AUTHENTICATION_BACKENDS names these.')];
}

function checkCsrf({ csrfSecrets }: SessionCensus, { csrf }: Config): Finding[] {
  if (csrfSecrets === 0 || csrf.useSessions) return [];
  return [problem('The site keeps CSRF secrets in its sessions', 'Set CSRF_USE_SESSIONS=true.')];
}

function checkCache({ django }: Config): Finding[] {
  if (django.sessionEngine !== 'cached_db') return [];
  return [
    warning(
      'With cached_db Django reads its cache first and does not see what is written here, a logout included, until the entry is gone',
      "Use SESSION_ENGINE = 'django.contrib.sessions.backends.db' in the site; the rows and their signatures are the same.",
    ),
  ];
}
