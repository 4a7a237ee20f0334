import { djangoVersions } from '../django/release.js';
import { InvalidValue, oneOf } from './values.js';

/** `5.2`, also given as `5.2.19`. */
export function djangoVersion(value: string): string {
  const [release] = /^\d+\.\d+(?=$|\.\d+$)/.exec(value) ?? [];
  if (release !== undefined && djangoVersions.includes(release)) return release;
  throw new InvalidValue(`must be a Django release from 1.4 to ${djangoVersions.at(-1) ?? ''}`);
}

/** The short name, or the dotted path of Django's setting. The other engines keep no row that could be shared. */
export function sessionEngine(value: string): 'db' | 'cached_db' {
  return oneOf(['db', 'cached_db'])(value.replace(/^django\.contrib\.sessions\.backends\./, ''));
}

/** `False` leaves the attribute out; `None` is the attribute `SameSite=None` (Django 3.1, `SESSION_COOKIE_SAMESITE`). */
export function sameSite(value: string): 'Lax' | 'Strict' | 'None' | undefined {
  const word = oneOf(['Lax', 'Strict', 'None', 'False', 'false'])(value);
  return word === 'False' || word === 'false' ? undefined : word;
}

/** `app.Model`. */
export function userModel(value: string): string {
  if (/^[^\s.]+\.[^\s.]+$/.test(value)) return value;
  throw new InvalidValue('must be an app and a model, as accounts.User');
}

/** WSGI's spelling `HTTP_X_CSRFTOKEN`, which Django uses, or the header's own name; gives `x-csrftoken`. */
export function headerName(value: string): string {
  const wsgi = /^HTTP_([A-Z0-9_]+)$/.exec(value)?.[1];
  if (wsgi !== undefined) return wsgi.toLowerCase().replaceAll('_', '-');
  if (/^[A-Za-z0-9-]+$/.test(value)) return value.toLowerCase();
  throw new InvalidValue('must be a header name, as HTTP_X_CSRFTOKEN or X-CSRFToken');
}

/** RFC 6265 section 4.1.1: a token. */
export function cookieName(value: string): string {
  if (/^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/.test(value)) return value;
  throw new InvalidValue('must be a cookie name: letters, digits, - and _');
}

export function cookieDomain(value: string): string {
  if (/^\.?[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)*$/.test(value)) return value;
  throw new InvalidValue('must be a host name, as .example.org');
}

export function cookiePath(value: string): string {
  if (/^\/[\x21-\x3a\x3c-\x7e]*$/.test(value)) return value;
  throw new InvalidValue('must be a path that begins with /');
}

/** Django's class names of `django.contrib.auth.hashers`, and the algorithm that each writes in front of its hashes. */
const algorithmOfHasher: ReadonlyMap<string, string> = new Map([
  ['PBKDF2PasswordHasher', 'pbkdf2_sha256'],
  ['PBKDF2SHA1PasswordHasher', 'pbkdf2_sha1'],
  ['Argon2PasswordHasher', 'argon2'],
  ['BCryptSHA256PasswordHasher', 'bcrypt_sha256'],
  ['BCryptPasswordHasher', 'bcrypt'],
  ['ScryptPasswordHasher', 'scrypt'],
  ['SHA1PasswordHasher', 'sha1'],
  ['MD5PasswordHasher', 'md5'],
  ['UnsaltedSHA1PasswordHasher', 'unsalted_sha1'],
  ['UnsaltedMD5PasswordHasher', 'unsalted_md5'],
  ['CryptPasswordHasher', 'crypt'],
]);

/** An algorithm's name, or the dotted path of Django's setting. */
export function passwordHasher(value: string): string {
  const algorithms = [...algorithmOfHasher.values()];
  const named = algorithmOfHasher.get(value.replace(/^django\.contrib\.auth\.hashers\./, ''));
  return named ?? oneOf(algorithms)(value);
}
