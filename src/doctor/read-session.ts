import {
  decodeSession,
  type DecodedSession,
  fromDatabaseTime,
  SessionData,
  signedSessionTime,
} from '../django/index.js';
import type { SessionSample } from './survey.js';

/** What one row of `django_session` shows; of its data nothing else is kept. */
export interface SessionFacts {
  readonly format: DecodedSession['format'];
  /** Which of the keys verifies it: 0 is SECRET_KEY, the fallbacks follow; null: none. */
  readonly keyIndex: number | null;
  /** Broken into lines, as before Django 1.5. */
  readonly isWrapped: boolean;
  /** Null where it is none, or no key verifies it. */
  readonly login: SessionLogin | null;
  readonly hasCsrfSecret: boolean;
  /** Seconds from its writing to `expire_date`, in whole minutes; null where the row does not show it, or has an expiry of its own. */
  readonly lifetime: number | null;
}

interface SessionLogin {
  readonly backend: string;
  readonly hasTextId: boolean;
  readonly hashLength: number;
}

/** @param secretKeys SECRET_KEY, then each of SECRET_KEY_FALLBACKS */
export function readSession(sample: SessionSample, secretKeys: readonly string[]): SessionFacts {
  const decoded = decodeSession(sample.text, { secretKeys });
  const { format } = decoded;
  const isWrapped = sample.text.includes('\n');
  if (!decoded.valid)
    return { format, isWrapped, keyIndex: null, login: null, hasCsrfSecret: false, lifetime: null };
  const data = SessionData.parse(decoded.body);
  return {
    ...{ format, isWrapped, keyIndex: decoded.keyIndex, login: loginOf(data) },
    hasCsrfSecret: data.has('_csrftoken'),
    lifetime: data.has('_session_expiry') ? null : lifetimeOf(sample),
  };
}

function loginOf(data: SessionData): SessionLogin | null {
  if (!data.has('_auth_user_id')) return null;
  return {
    backend: textOf(data.get('_auth_user_backend')),
    hasTextId: typeof data.get('_auth_user_id') === 'string',
    hashLength: textOf(data.get('_auth_user_hash')).length,
  };
}

const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');

function lifetimeOf({ text, expireDate }: SessionSample): number | null {
  const written = signedSessionTime(text);
  if (!written) return null;
  const expires = fromDatabaseTime(expireDate, { useTz: true, timeZone: 'UTC' }).getTime();
  // A save takes the time twice, and a moment may lie between.
  return 60 * Math.round((expires - written.getTime()) / 60_000);
}
