import { Injectable } from '@nestjs/common';
import type { Request } from 'express';
import session, { Store } from 'express-session';
import { RequestSession } from '../http/index.js';
import { SessionsService } from './sessions.service.js';

type Callback<T = void> = (error?: unknown, result?: T) => void;

/**
 * express-session's store on `django_session`. There is no `touch`: Django does not extend a session
 * that was only read. Saves are explicit (`SessionLifecycle`), so `set` has work to do only when
 * express-session itself finds something unsaved.
 */
@Injectable()
export class DjangoSessionStore extends Store {
  constructor(private readonly sessions: SessionsService) {
    super();
  }

  override get(key: string, callback: Callback<session.SessionData | null>): void {
    settle(this.loaded(key), callback);
  }

  override set(key: string, { django }: Partial<session.SessionData>, callback?: Callback): void {
    settle(django?.data.isModified ? this.sessions.save(key, django) : Promise.resolve(), callback);
  }

  override destroy(key: string, callback?: Callback): void {
    settle(
      this.sessions.remove(key).then(() => undefined),
      callback,
    );
  }

  private async loaded(key: string): Promise<session.SessionData | null> {
    const django = await this.sessions.load(key);
    return django && { cookie: { originalMaxAge: null }, django };
  }
}

/** Calls back outside of the promise chain, so that a throwing callback is not called twice. */
function settle<T>(work: Promise<T>, callback: Callback<T> = () => undefined): void {
  work.then(
    (result) => {
      process.nextTick(callback, null, result);
    },
    (error: unknown) => {
      process.nextTick(callback, error);
    },
  );
}

/** express-session gives its store this method; its types leave it out. */
interface GeneratingStore extends Store {
  generate(request: Request): void;
}

/** Replaces the session of a request by a new, empty one with a new key. Nothing is written. */
export function generateSession(request: Request): void {
  const store = request.sessionStore;
  if (!isGenerating(store)) throw new Error('the store was not given to express-session');
  store.generate(request);
}

/** Every session of express-session starts with Django's dictionary beside it, new ones included. */
export function withDjangoSession(store: Store): void {
  if (!isGenerating(store)) throw new Error('the store was not given to express-session');
  const generate = store.generate.bind(store);
  store.generate = (request) => {
    generate(request);
    request.session.django = new RequestSession();
  };
}

function isGenerating(store: Store): store is GeneratingStore {
  return 'generate' in store && typeof store.generate === 'function';
}
