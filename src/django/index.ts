export {
  type AuthHashProfile,
  type AuthHashVerdict,
  sessionAuthHash,
  verifySessionAuthHash,
} from './auth-hash.js';
export { constantTimeEqual } from './constant-time.js';
export { checkCsrf, type CsrfRequest, type CsrfSettings, type CsrfVerdict } from './csrf-check.js';
export {
  type CsrfProfile,
  type IssuedCsrfToken,
  issueCsrfToken,
  rotateCsrfToken,
} from './csrf-cookie.js';
export {
  burnSameWork,
  type HasherName,
  HashQueue,
  HashQueueFullError,
  type HashQueueOptions,
  isHasherName,
  isPasswordUsable,
  makePassword,
  makeUnusablePassword,
  type PasswordProfile,
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
