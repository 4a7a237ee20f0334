import { Inject, Injectable } from '@nestjs/common';
import type { RequestHandler } from 'express';
import session from 'express-session';
import { CONFIG, type Config } from '../config/index.js';
import { newSessionKey } from '../django/index.js';
import { DjangoSessionStore, withDjangoSession } from './django-session.store.js';
import { SessionCookie } from './session-cookie.middleware.js';
import { SessionFormat } from './session-format.js';

/** express-session on Django's table and with Django's cookie, in the order in which they must run. */
@Injectable()
export class SessionMiddleware {
  readonly handlers: readonly RequestHandler[];

  constructor(@Inject(CONFIG) config: Config, format: SessionFormat, store: DjangoSessionStore) {
    const cookie = new SessionCookie(config.sessionCookie, format);
    const handler = session({
      name: config.sessionCookie.name,
      secret: cookie.secret,
      genid: () => newSessionKey(format.profile),
      store,
      resave: false,
      saveUninitialized: false,
      cookie: { path: '/' },
    });
    withDjangoSession(store);
    this.handlers = [cookie.middleware, handler];
  }
}
