/**
 * What a Django keeps in the `csrftoken` cookie (or in the session, with `CSRF_USE_SESSIONS`):
 *
 *     up to 1.9      the secret, which pages see as it is
 *     1.10 to 4.0    a masked token, 64 characters; a bare secret is masked
 *     4.1 and later  the secret; a masked token is unmasked
 *
 * A value that is neither is replaced. Django: `middleware.csrf.get_token`, `_sanitize_token`, `rotate_token`.
 */
import { randomBytes } from 'node:crypto';
import {
  csrfFault,
  csrfSecretIn,
  maskCsrfSecret,
  newCsrfSecret,
  SECRET_LENGTH,
  TOKEN_LENGTH,
} from './csrf-token.js';
import type { DjangoProfile } from './django-version.js';
import type { RandomBytes } from './random-text.js';

/** The part of a Django release's profile that CSRF protection needs. */
export type CsrfProfile = Pick<DjangoProfile, 'version' | 'csrfCookie' | 'csrfChecksOrigin'>;

export interface IssuedCsrfToken {
  /** For the page: what comes back in `X-CSRFToken` or in the form. */
  readonly token: string;
  /** For the cookie or the session. */
  readonly cookieValue: string;
  /** `cookieValue` differs from what was received. */
  readonly cookieChanged: boolean;
}

/** A token for the visitor whose cookie or session holds `present`. Django: `get_token`. */
export function issueCsrfToken(
  present: string | undefined,
  profile: CsrfProfile,
  random: RandomBytes = randomBytes,
): IssuedCsrfToken {
  const form = profile.csrfCookie;
  const cookieValue = cookieValueFor(present, form, random);
  const token = form === 'plain' ? cookieValue : maskCsrfSecret(csrfSecretIn(cookieValue), random);
  return { token, cookieValue, cookieChanged: cookieValue !== present };
}

/** A token with a new secret, as at login: one that was planted before is worthless. Django: `rotate_token`. */
export function rotateCsrfToken(
  profile: CsrfProfile,
  random: RandomBytes = randomBytes,
): IssuedCsrfToken {
  return issueCsrfToken(undefined, profile, random);
}

function cookieValueFor(
  present: string | undefined,
  form: CsrfProfile['csrfCookie'],
  random: RandomBytes,
): string {
  if (form === 'plain') return plainCsrfCookie(present ?? '') || newCsrfSecret(random);
  const known = present !== undefined && csrfFault(present) === undefined ? present : undefined;
  if (form === 'secret') return known === undefined ? newCsrfSecret(random) : csrfSecretIn(known);
  if (known?.length === TOKEN_LENGTH) return known;
  return maskCsrfSecret(known ?? newCsrfSecret(random), random);
}

/** Django up to 1.9 drops foreign characters and takes whatever is left; nothing, if it is too long. */
export function plainCsrfCookie(received: string): string {
  return received.length > SECRET_LENGTH ? '' : received.replace(/[^a-zA-Z0-9]+/gu, '');
}
