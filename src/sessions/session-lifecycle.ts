import { Inject, Injectable } from '@nestjs/common';
import type { Request } from 'express';
import { djangoSession } from '../http/index.js';
import { CONFIG, type Config } from '../config/index.js';
import { generateSession } from './django-session.store.js';
import { SessionsService } from './sessions.service.js';

/** What Django's `SessionBase` and its middleware do to the session of a request. */
@Injectable()
export class SessionLifecycle {
  constructor(
    private readonly sessions: SessionsService,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /** Saves what is unsaved, before the answer goes out, so that a failed save is not answered with success. */
  async commit(request: Partial<Pick<Request, 'session'>>): Promise<void> {
    const { session } = request;
    // Answers of 500 and more drop the session, and requests with a token never had one.
    if (!session?.django) return;
    const { data, stored } = session.django;
    const renew = this.config.sessionCookie.saveEveryRequest && stored !== null && !stored.readOnly;
    if (data.isModified || renew) await this.sessions.save(session.id, session.django);
  }

  /**
   * `cycle_key`: the same data under a new key; the old key stops working. Where the session ended meanwhile, as by a
   * logout elsewhere, or is a pickle, which only Django can write, an empty one without a row takes its place.
   */
  async cycleKey(request: Request): Promise<void> {
    const { id } = request.session;
    const session = djangoSession(request);
    generateSession(request);
    const { id: next } = request.session;
    if (!session.stored) await this.sessions.save(next, session);
    else if (!(await this.sessions.move(id, next, session))) return;
    request.session.django = session;
  }

  /** `flush`: the row is deleted and an empty session without a row takes its place. */
  async flush(request: Request): Promise<void> {
    if (djangoSession(request).stored) await this.sessions.remove(request.session.id);
    generateSession(request);
  }
}
