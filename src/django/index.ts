export { type AuthHashVerdict, sessionAuthHash, verifySessionAuthHash } from './auth-hash.js';
export { constantTimeEqual } from './constant-time.js';
export { checkCsrf, type CsrfRequest, type CsrfSettings, type CsrfVerdict } from './csrf-check.js';
export { type IssuedCsrfToken, issueCsrfToken, rotateCsrfToken } from './csrf-cookie.js';
export {
  burnSameWork,
  HashQueue,
  HASHER_NAMES,
  HashQueueFullError,
  type HasherName,
  identifyHasher,
  isHasherName,
  isPasswordUsable,
  makePassword,
  makeUnusablePassword,
  type PasswordSettings,
  passwordSettings,
  type PasswordVerdict,
  verifyPassword,
} from './passwords/index.js';
export { isWellFormed } from './well-formed.js';
export {
  type PasswordObjection,
  type PasswordOwner,
  validatePassword,
} from './password-validators/index.js';
export { djangoVersions, type DjangoProfile, profileOf } from './django-version.js';
export { fromDatabaseTime, toDatabaseTime } from './django-time.js';
export type { JsonValue } from './python-json.js';
export { SessionData } from './session-data.js';
export {
  decodeSession,
  type DecodedSession,
  encodeSession,
  signedSessionTime,
} from './session-codec.js';
export { expireDate, expiresAtBrowserClose, expiryAge } from './session-expiry.js';
export { isAcceptableSessionKey, newSessionKey } from './session-key.js';
export { isSince } from './release.js';
