import { Inject, Injectable } from '@nestjs/common';
import type { Request } from 'express';
import { CONFIG, type Config } from '../config/index.js';
import { SessionsService } from './sessions.service.js';

/** What Django's `SessionBase` and its middleware do to the session of a request. */
@Injectable()
export class SessionLifecycle {
  constructor(
    private readonly sessions: SessionsService,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /** Saves what is unsaved, before the answer goes out, so that a failed save is not answered with success. */
  async commit(request: Request): Promise<void> {
    const session = sessionOf(request);
    if (!session) return;
    const { data, stored } = session.django;
    const renew = this.config.sessionCookie.saveEveryRequest && stored !== null && !stored.readOnly;
    if (data.isModified || renew) await this.sessions.save(session.id, session.django);
  }

  /** `cycle_key`: the same data under a new key; the old key stops working. */
  async cycleKey(request: Request): Promise<void> {
    const { id, django } = request.session;
    request.sessionStore.generate(request);
    request.session.django.data = django.data;
    await this.sessions.save(request.session.id, request.session.django);
    if (django.stored) await this.sessions.remove(id);
  }

  /** `flush`: the row is deleted and an empty session without a row takes its place. */
  async flush(request: Request): Promise<void> {
    const { id, django } = request.session;
    if (django.stored) await this.sessions.remove(id);
    request.sessionStore.generate(request);
  }
}

/** Answers of 500 and more drop the session, and routes without cookies never had one. */
function sessionOf(request: Partial<Pick<Request, 'session'>>): Request['session'] | undefined {
  return request.session;
}
