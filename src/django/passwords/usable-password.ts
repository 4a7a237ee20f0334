import { identifyHasher } from './hasher-names.js';
import type { PasswordSettings } from './password-settings.js';

/**
 * Whether the column `encoded` can be opened by any password, as this Django tells it. Three rules have been in use;
 * the middle one also calls a hash unusable whose algorithm is not installed. Django: `hashers.is_password_usable`.
 */
export function isPasswordUsable(encoded: string | null, settings: PasswordSettings): boolean {
  switch (settings.usableMeans) {
    case 'not a lone !':
      return encoded !== null && encoded !== '!';
    case 'known algorithm':
      return (
        encoded !== null &&
        !encoded.startsWith('!') &&
        identifyHasher(encoded, settings.hashers) !== undefined
      );
    case 'no ! in front':
      return !encoded?.startsWith('!');
  }
}
