export { type AuthHashVerdict, sessionAuthHash, verifySessionAuthHash } from './auth-hash.js';
export { checkCsrf, type CsrfSettings } from './csrf-check.js';
export { issueCsrfToken, rotateCsrfToken } from './csrf-cookie.js';
export {
  burnSameWork,
  HASHER_NAMES,
  identifyHasher,
  makePassword,
  type PasswordSettings,
  passwordSettings,
  verifyPassword,
} from './passwords/index.js';
export { strip } from './python-text.js';
export { isWellFormed } from './well-formed.js';
export { validatePassword } from './password-validators/index.js';
export { type DjangoProfile, profileOf } from './django-version.js';
export { fromDatabaseTime, isCalendarDate, toDatabaseTime } from './django-time.js';
export type { JsonValue } from './python-json.js';
export { type SessionChanges, SessionData } from './session-data.js';
export {
  decodeSession,
  type DecodedSession,
  encodeSession,
  signedSessionTime,
} from './session-codec.js';
export { expireDate, expiresAtBrowserClose, expiryAge } from './session-expiry.js';
export { isAcceptableSessionKey, newSessionKey } from './session-key.js';
export {
  isValidUsername,
  normalizedEmail,
  normalizedUsername,
  typedUsername,
} from './user-name.js';
export { djangoVersions, isAtLeast } from './release.js';
