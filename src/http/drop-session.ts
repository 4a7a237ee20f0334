import type { Request } from 'express';

/**
 * Takes the session off the request, so that express-session neither saves it nor sends its cookie: an answer of 500
 * and above writes no session, as in Django (`SessionMiddleware.process_response`).
 */
export function dropSession(request: Request): void {
  Reflect.deleteProperty(request, 'session');
}
