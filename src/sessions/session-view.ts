import { type DecodedSession, type JsonValue, SessionData } from '../django/index.js';
import { PickleRefusedError } from './sessions.errors.js';
import type { SessionRow } from './sessions.repository.js';

/** What `Session.objects.get(pk=…).get_decoded()` gives, for operators. */
export interface SessionView {
  session_key: string;
  expire_date: string;
  user_id: number | null;
  format: DecodedSession['format'];
  valid: boolean;
  data: Record<string, JsonValue> | null;
}

export function toSessionView(row: SessionRow, decoded: DecodedSession): SessionView {
  return {
    session_key: row.sessionKey,
    expire_date: row.expireDate.toISOString(),
    user_id: userIdOf(decoded),
    format: decoded.format,
    valid: decoded.valid,
    data: readableData(decoded)?.toObject() ?? null,
  };
}

/** A line of a list: enough to recognise a session, too little to use it. */
export function toListedSession(
  row: SessionRow,
  decoded: DecodedSession,
): Omit<SessionView, 'data'> {
  const { data: _, ...view } = toSessionView(row, decoded);
  return { ...view, session_key: `${row.sessionKey.slice(0, 4)}…` };
}

export interface DecodedView {
  valid: boolean;
  format: DecodedSession['format'];
  key_index: number | null;
  data: Record<string, JsonValue> | null;
}

/** @throws PickleRefusedError */
export function toDecodedView(decoded: DecodedSession): DecodedView {
  if (decoded.format === 'pickle') throw new PickleRefusedError();
  return {
    valid: decoded.valid,
    format: decoded.format,
    key_index: decoded.valid ? decoded.keyIndex : null,
    data: readableData(decoded)?.toObject() ?? null,
  };
}

/** The user of a verified payload; an unverified one names nobody. */
export function userIdOf(decoded: DecodedSession): number | null {
  if (!decoded.valid) return null;
  const id = Number(SessionData.parse(decoded.body).get('_auth_user_id') ?? NaN);
  return Number.isSafeInteger(id) ? id : null;
}

/** Also the data of a payload that no key verifies: an operator wants to see it, marked as not valid. */
function readableData(decoded: DecodedSession): SessionData | null {
  if (decoded.body === undefined) return null;
  try {
    return SessionData.parse(decoded.body);
  } catch {
    return null;
  }
}
