export { isHasherName, type HasherName } from './hasher-names.js';
export { burnSameWork, makePassword, makeUnusablePassword } from './make-password.js';
export type { RandomBytes } from './password-hasher.js';
export { passwordRules, type PasswordProfile, type PasswordRules } from './password-rules.js';
export { isPasswordUsable } from './usable-password.js';
export { verifyPassword, type PasswordVerdict } from './verify-password.js';
