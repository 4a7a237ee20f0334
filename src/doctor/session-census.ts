import { decodeSession, type DecodedSession, SessionData } from '../django/index.js';
import type { SessionSample } from './survey.js';

/** What the newest sessions are, by the keys that we were given. */
export interface SessionCensus {
  readonly looked: number;
  /** `legacy`, `signed`, `signed-compressed`, `pickle`, `unknown`, with how many. */
  readonly formats: Readonly<Record<string, number>>;
  /** How many each key verifies: SECRET_KEY first, then the fallbacks. */
  readonly byKey: readonly number[];
  readonly unverified: number;
  readonly pickles: number;
  readonly logins: number;
  /** `_auth_user_backend` of the logins, with how many. */
  readonly backends: Readonly<Record<string, number>>;
  /** Sessions that keep a CSRF secret, as `CSRF_USE_SESSIONS` has them do. */
  readonly csrfSecrets: number;
  /** What the newest verified row and login show of the Django that wrote them. */
  readonly newest: NewestSession | null;
  readonly newestIsPickle: boolean;
}

export interface NewestSession {
  readonly format: 'legacy' | 'legacy-wrapped' | 'signed';
  /** Null where none of the sessions is a login. */
  readonly login: { readonly hasTextId: boolean; readonly hashLength: number } | null;
}

interface VerifiedSession {
  readonly text: string;
  readonly format: string;
  readonly data: SessionData;
}

/** @param secretKeys SECRET_KEY, then each of SECRET_KEY_FALLBACKS */
export function takeSessionCensus(
  sessions: readonly SessionSample[],
  secretKeys: readonly string[],
): SessionCensus {
  const decoded = sessions.map(({ text }) => ({ text, ...decodeSession(text, { secretKeys }) }));
  const verified = decoded.flatMap((row) =>
    row.valid ? [{ text: row.text, format: row.format, data: SessionData.parse(row.body) }] : [],
  );
  const logins = verified.filter(({ data }) => data.has('_auth_user_id'));
  const pickles = decoded.filter(isPickle).length;
  return {
    looked: decoded.length,
    formats: countBy(decoded.map(({ format }) => format)),
    byKey: secretKeys.map((_, index) => decoded.filter((row) => isSignedBy(row, index)).length),
    unverified: decoded.length - verified.length - pickles,
    pickles,
    logins: logins.length,
    backends: countBy(logins.map(({ data }) => textOf(data.get('_auth_user_backend')))),
    csrfSecrets: verified.filter(({ data }) => data.has('_csrftoken')).length,
    newest: newestOf(verified, logins) ?? pickleOf(decoded.filter(isPickle)),
    newestIsPickle: decoded.slice(0, 1).some(isPickle),
  };
}

const isPickle = ({ format }: DecodedSession): boolean => format === 'pickle';

const isSignedBy = (row: DecodedSession, index: number): boolean =>
  row.valid && row.keyIndex === index;

function newestOf(
  [row]: readonly VerifiedSession[],
  [login]: readonly VerifiedSession[],
): NewestSession | null {
  if (!row) return null;
  const legacy = row.text.includes('\n') ? 'legacy-wrapped' : 'legacy';
  return {
    format: row.format === 'legacy' ? legacy : 'signed',
    login: login
      ? {
          hasTextId: typeof login.data.get('_auth_user_id') === 'string',
          hashLength: textOf(login.data.get('_auth_user_hash')).length,
        }
      : null,
  };
}

/** Of a pickle only the text around it tells something. */
function pickleOf([row]: readonly { readonly text: string }[]): NewestSession | null {
  return row
    ? { format: row.text.includes('\n') ? 'legacy-wrapped' : 'legacy', login: null }
    : null;
}

const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');

function countBy(names: readonly string[]): Record<string, number> {
  const counts = new Map<string, number>();
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
  return Object.fromEntries([...counts].sort(([, a], [, b]) => b - a));
}
