export { HASHER_NAMES, identifyHasher, isHasherName } from './hasher-names.js';
export { burnSameWork, makePassword, makeUnusablePassword } from './make-password.js';

export { passwordSettings, type PasswordSettings } from './password-settings.js';
export { isPasswordUsable } from './usable-password.js';
export { verifyPassword } from './verify-password.js';
