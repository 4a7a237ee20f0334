import type { SessionFacts } from './read-session.js';

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

/** @param keys how many secret keys the sessions were tried with */
export function takeSessionCensus(sessions: readonly SessionFacts[], keys: number): SessionCensus {
  const verified = sessions.filter(({ keyIndex }) => keyIndex !== null);
  const logins = verified.flatMap(({ login }) => login ?? []);
  const pickles = sessions.filter(isPickle);
  return {
    looked: sessions.length,
    formats: countBy(sessions.map(({ format }) => format)),
    byKey: Array.from(
      { length: keys },
      (_, index) => sessions.filter(({ keyIndex }) => keyIndex === index).length,
    ),
    unverified: sessions.length - verified.length - pickles.length,
    pickles: pickles.length,
    logins: logins.length,
    backends: countBy(logins.map(({ backend }) => backend)),
    csrfSecrets: verified.filter(({ hasCsrfSecret }) => hasCsrfSecret).length,
    newest: newestOf(verified, logins) ?? pickleOf(pickles),
    newestIsPickle: sessions.slice(0, 1).some(isPickle),
  };
}

const isPickle = ({ format }: SessionFacts): boolean => format === 'pickle';

const legacyOf = ({ isWrapped }: SessionFacts): NewestSession['format'] =>
  isWrapped ? 'legacy-wrapped' : 'legacy';

function newestOf(
  [row]: readonly SessionFacts[],
  [login]: readonly NonNullable<SessionFacts['login']>[],
): NewestSession | null {
  if (!row) return null;
  return {
    format: row.format === 'legacy' ? legacyOf(row) : 'signed',
    login: login ? { hasTextId: login.hasTextId, hashLength: login.hashLength } : null,
  };
}

/** Of a pickle only the text around it tells something. */
const pickleOf = ([row]: readonly SessionFacts[]): NewestSession | null =>
  row ? { format: legacyOf(row), login: null } : null;

function countBy(names: readonly string[]): Record<string, number> {
  const counts = new Map<string, number>();
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
  return Object.fromEntries([...counts].sort(([, a], [, b]) => b - a));
}
