import { Inject, Injectable } from '@nestjs/common';
import type { Request, Response } from 'express';
import { CONFIG, type Config } from '../config/index.js';
import {
  checkCsrf,
  type CsrfSettings,
  issueCsrfToken,
  profileOf,
  rotateCsrfToken,
} from '../django/index.js';
import { djangoSession, cookiesOf, formatCookie } from '../http/index.js';
import { CsrfFailedError } from './auth.errors.js';

/** The key under which `CSRF_USE_SESSIONS` keeps the secret. */
const SESSION_KEY = '_csrftoken';

/** `django.middleware.csrf` between the pure rules and a request. */
@Injectable()
export class CsrfService {
  private readonly settings: CsrfSettings;

  constructor(@Inject(CONFIG) private readonly config: Config) {
    const { trustedOrigins, useSessions, cookie, headerName } = config.csrf;
    const profile = profileOf(config.django.version);
    const cookieDomain = useSessions ? config.sessionCookie.domain : cookie.domain;
    const cookieName = cookie.name;
    this.settings = { profile, trustedOrigins, useSessions, cookieName, cookieDomain, headerName };
  }

  /** @throws CsrfFailedError with Django's reason */
  check(request: Request): void {
    const verdict = checkCsrf(
      {
        method: request.method,
        isSecure: request.secure,
        host: request.host,
        origin: request.get('origin'),
        referer: request.get('referer'),
        cookieToken: this.cookieToken(request),
        sessionToken: this.sessionToken(request),
        requestToken: request.get(this.config.csrf.headerName),
      },
      this.settings,
    );
    if (!verdict.ok) throw new CsrfFailedError(verdict.reason);
  }

  /** `get_token`: a token for this visitor; its secret goes out in the cookie or into the session. */
  issue(request: Request): string {
    const present = this.settings.useSessions
      ? this.sessionToken(request)
      : this.cookieToken(request);
    return this.keep(request, issueCsrfToken(present, this.settings.profile));
  }

  /** `rotate_token`: a new secret at login, so that one planted before it is worthless. */
  rotate(request: Request): void {
    this.keep(request, rotateCsrfToken(this.settings.profile));
  }

  private keep(request: Request, issued: ReturnType<typeof issueCsrfToken>): string {
    if (!this.settings.useSessions) this.sendCookie(request.res, issued.cookieValue);
    // A session is written only for a new secret, not each time a page asks for its token.
    else if (issued.cookieChanged) djangoSession(request).data.set(SESSION_KEY, issued.cookieValue);
    return issued.token;
  }

  private sendCookie(response: Response | undefined, value: string): void {
    const { cookie } = this.config.csrf;
    response?.append('Set-Cookie', formatCookie(value, cookie, cookie.age));
  }

  private cookieToken(request: Request): string | undefined {
    return cookiesOf(request).get(this.config.csrf.cookie.name);
  }

  private sessionToken(request: Request): string | undefined {
    if (!this.settings.useSessions) return undefined;
    const token = djangoSession(request).data.get(SESSION_KEY);
    return typeof token === 'string' ? token : undefined;
  }
}
