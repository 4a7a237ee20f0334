import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { Request } from 'express';
import { type JsonValue, SessionData } from '../django/index.js';

/** `django.contrib.auth.SESSION_KEY`: the user's id. */
export const LOGIN_KEY = '_auth_user_id';

/** The row of `django_session` that a request started from. */
export interface StoredSession {
  /** The column `session_data` as it was read or last written. */
  readonly text: string;
  readonly expireDate: Date;
  /** A payload that we must not replace, because we cannot read it (pickle). */
  readonly readOnly: boolean;
}

/**
 * What `request.session.django` holds. Django's keys stay in a dictionary of their own instead of
 * becoming properties of express-session's object: a session may well have a key `cookie`, `save` or
 * `__proto__`.
 */
export class RequestSession {
  /** True once this request wrote the row: the cookie is sent again, as Django does. */
  saved = false;

  constructor(
    public data: SessionData = SessionData.empty(),
    public stored: StoredSession | null = null,
  ) {}

  /** Whether anybody ever logged in here, also where the rest of the login is damaged: the data may be his. */
  get hasLogin(): boolean {
    return this.data.has(LOGIN_KEY);
  }

  /** Hidden from express-session's change detection: `SessionData.isModified` decides, as in Django. */
  toJSON(): undefined {
    return undefined;
  }
}

declare module 'express-session' {
  interface SessionData {
    django: RequestSession;
  }
}

/**
 * Django's session of a request under `/api`.
 * @throws Error on a route in front of which no session is mounted
 */
export function djangoSession({ session }: Pick<Request, 'session'>): RequestSession {
  if (!session.django) throw new Error('no session is mounted in front of this route');
  return session.django;
}

/** The part of a session that handlers use: Django's `request.session[key]`. */
export interface SessionDictionary {
  get(key: string): JsonValue | undefined;
  set(key: string, value: JsonValue): void;
}

/** The caller's session in a handler; a request without one (a token) gets a throw-away dictionary. */
export const SessionDictionary = createParamDecorator(
  (_: unknown, context: ExecutionContext): SessionDictionary => sessionOf(context),
);

function sessionOf(context: ExecutionContext): SessionDictionary {
  const request = context.switchToHttp().getRequest<Partial<Pick<Request, 'session'>>>();
  return request.session?.django?.data ?? SessionData.empty();
}
