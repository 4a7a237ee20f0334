export { HashQueue, HashQueueFullError, type HashQueueOptions } from './hash-queue.js';
export { isHasherName, type HasherName } from './hasher-names.js';
export { burnSameWork, makePassword, makeUnusablePassword } from './make-password.js';

export {
  passwordSettings,
  type PasswordProfile,
  type PasswordSettings,
} from './password-settings.js';
export { isPasswordUsable } from './usable-password.js';
export { verifyPassword, type PasswordVerdict } from './verify-password.js';
