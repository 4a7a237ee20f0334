import { identifyHasher } from './hasher-names.js';
import type { PasswordRules } from './password-rules.js';

/**
 * Whether the column `encoded` can be opened by any password, as this Django tells it. Three rules have been in use;
 * the middle one also calls a hash unusable whose algorithm is not installed. Django: `hashers.is_password_usable`.
 */
export function isPasswordUsable(encoded: string | null, rules: PasswordRules): boolean {
  switch (rules.usableMeans) {
    case 'not a lone !':
      return encoded !== null && encoded !== '!';
    case 'known algorithm':
      return (
        encoded !== null &&
        !encoded.startsWith('!') &&
        identifyHasher(encoded, rules.hashers) !== undefined
      );
    case 'no ! in front':
      return !encoded?.startsWith('!');
  }
}
