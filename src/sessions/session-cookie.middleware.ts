import { randomBytes } from 'node:crypto';
import { sign } from 'cookie-signature';
import type { Request, RequestHandler, Response } from 'express';
import onHeaders from 'on-headers';
import type { Config } from '../config/index.js';
import { cookiesOf, formatCookie, formatDeletedCookie } from '../http/index.js';
import type { SessionFormat } from './session-format.js';

/**
 * Django's cookie is the bare session key; express-session's is signed, prefixed with `s:` and knows no
 * Max-Age. This middleware stands before express-session and translates both ways: the key that came in
 * is signed with a secret that never leaves the process, and the cookie that goes out is Django's.
 */
export class SessionCookie {
  readonly secret = randomBytes(32).toString('base64url');
  readonly middleware: RequestHandler = (request, response, next) => {
    this.presentSigned(request);
    response.vary('Cookie');
    // Listeners run last in, first out: this one, registered first, sees what express-session wrote.
    onHeaders(response, () => {
      this.answer(request, response);
    });
    next();
  };

  constructor(
    private readonly settings: Config['sessionCookie'],
    private readonly format: SessionFormat,
  ) {}

  private presentSigned(request: Request): void {
    const key = cookiesOf(request).get(this.settings.name);
    if (key === undefined) delete request.headers.cookie;
    else request.headers.cookie = `${this.settings.name}=${this.signed(key)}`;
  }

  private signed(key: string): string {
    return encodeURIComponent(`s:${sign(key, this.secret)}`);
  }

  private answer(request: Request, response: Response): void {
    const cookies = setCookiesOf(response).filter(
      (text) => !text.startsWith(`${this.settings.name}=`),
    );
    const own = this.ownCookie(request);
    if (own) cookies.push(own);
    if (cookies.length > 0) response.setHeader('Set-Cookie', cookies);
    else response.removeHeader('Set-Cookie');
  }

  /** Sent when the session was saved; deleted when the presented key has no row (any more). */
  private ownCookie(
    request: Omit<Request, 'session'> & Partial<Pick<Request, 'session'>>,
  ): string | undefined {
    const { session } = request;
    if (!session?.django) return undefined;
    const { data, saved, stored } = session.django;
    if (saved) {
      const now = new Date();
      return formatCookie(session.id, this.settings, this.format.cookieMaxAge(data, now), now);
    }
    const presented = cookiesOf(request).has(this.settings.name);
    return presented && !stored ? formatDeletedCookie(this.settings) : undefined;
  }
}

function setCookiesOf(response: Response): string[] {
  const header = response.getHeader('Set-Cookie') ?? [];
  return Array.isArray(header) ? header : [String(header)];
}
