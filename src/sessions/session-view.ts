import { z } from 'zod';
import type { UserId, UserModel } from '../database/index.js';
import { type DecodedSession, SessionData } from '../django/index.js';
import { userIdView } from '../http/index.js';
import { PickleRefusedError } from './sessions.errors.js';
import type { SessionRow } from './sessions.repository.js';
import { userIdIn } from './user-id.js';

const DATA = { _auth_user_id: '1', theme: 'dark' };
const EXPIRE_DATE = '2026-12-08T08:00:00.000Z';

const data = z.record(z.string(), z.unknown());
const format = z.enum(['legacy', 'signed', 'signed-compressed', 'pickle', 'unknown']);

/** The caller's own session; `expire_date` is null until something is stored. */
export const ownSessionSchema = z
  .object({ expire_date: z.iso.datetime().nullable(), data })
  .meta({ id: 'OwnSession', example: { expire_date: EXPIRE_DATE, data: DATA } });

/** A line of a list: enough to recognise a session, too little to use it. */
const listedSessionSchema = z.object({
  session_key: z.string(),
  expire_date: z.iso.datetime(),
  user_id: userIdView.nullable(),
  format,
  valid: z.boolean(),
});

const LISTED = {
  session_key: 'k3j4…',
  expire_date: EXPIRE_DATE,
  user_id: 1,
  format: 'signed' as const,
  valid: true,
};

/** What `Session.objects.get(pk=…).get_decoded()` gives, for operators. */
export const sessionViewSchema = listedSessionSchema.extend({ data: data.nullable() }).meta({
  id: 'Session',
  example: { ...LISTED, session_key: 'k3j4h5g6f7d8s9a0k3j4h5g6f7d8s9a0', data: DATA },
});

export const sessionListViewSchema = z
  .object({
    results: z.array(listedSessionSchema),
    scanned: z.int().meta({ description: 'Rows that were decoded to answer.' }),
    complete: z.boolean().meta({
      description: 'False when the scan stopped at its bound before the end of the table.',
    }),
  })
  .meta({ id: 'SessionList', example: { results: [LISTED], scanned: 120, complete: true } });

export const endedSchema = z
  .object({ ended: z.int() })
  .meta({ id: 'EndedSessions', example: { ended: 3 } });

/** Any `session_data`, whoever signed it; `key_index` counts SECRET_KEY as 0 and then its fallbacks. */
export const decodedViewSchema = z
  .object({ valid: z.boolean(), format, key_index: z.int().nullable(), data: data.nullable() })
  .meta({
    id: 'DecodedSession',
    example: { valid: true, format: 'signed', key_index: 0, data: DATA },
  });

export type OwnSessionView = z.output<typeof ownSessionSchema>;
export type SessionView = z.output<typeof sessionViewSchema>;
export type SessionList = z.output<typeof sessionListViewSchema>;
export type DecodedView = z.output<typeof decodedViewSchema>;

export function toSessionView(
  row: SessionRow,
  decoded: DecodedSession,
  users: UserModel,
): SessionView {
  return {
    session_key: row.sessionKey,
    expire_date: row.expireDate.toISOString(),
    user_id: userIdOf(decoded, users),
    format: decoded.format,
    valid: decoded.valid,
    data: readableData(decoded)?.toObject() ?? null,
  };
}

/** The same without data and with a shortened key. */
export function toListedSession(
  row: SessionRow,
  decoded: DecodedSession,
  users: UserModel,
): Omit<SessionView, 'data'> {
  const { data: _, ...view } = toSessionView(row, decoded, users);
  return { ...view, session_key: `${row.sessionKey.slice(0, 4)}…` };
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
export function userIdOf(decoded: DecodedSession, users: UserModel): UserId | null {
  return decoded.valid ? userIdIn(SessionData.parse(decoded.body), users) : null;
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
