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

  /** `cycle_key`: the same data under a new key; the old key stops working. */
  async cycleKey(request: Request): Promise<void> {
    const { id } = request.session;
    const { data, stored } = djangoSession(request);
    generateSession(request);
    djangoSession(request).data = data;
    await this.sessions.save(request.session.id, djangoSession(request));
    if (stored) await this.sessions.remove(id);
  }

  /** `flush`: the row is deleted and an empty session without a row takes its place. */
  async flush(request: Request): Promise<void> {
    if (djangoSession(request).stored) await this.sessions.remove(request.session.id);
    generateSession(request);
  }
}
