import { Injectable, Logger } from '@nestjs/common';
import { Database, type Tx } from '../database/index.js';
import {
  type DecodedSession,
  isAcceptableSessionKey,
  type SessionChanges,
  SessionData,
} from '../django/index.js';
import { RequestSession, type StoredSession } from '../http/index.js';
import { SessionFormat } from './session-format.js';
import { assertAnonymousSize } from './anonymous-size.js';
import { SessionInterruptedError, SessionUnreadableError } from './sessions.errors.js';
import { SessionsRepository } from './sessions.repository.js';

/** Nobody holds the row of a session for long, and who logs in must not wait behind those who wait for an asset. */
const BRIEF = { isBrief: true };

/** Loads and saves sessions as `django.contrib.sessions.backends.db` does, but merges parallel saves. */
@Injectable()
export class SessionsService {
  /** Counted for the metrics: rows read, by format, and those that no key verified. */
  readonly counters = { read: new Map<DecodedSession['format'], number>(), unverified: 0 };

  private readonly logger = new Logger(SessionsService.name);

  constructor(
    private readonly repository: SessionsRepository,
    private readonly format: SessionFormat,
    private readonly database: Database,
  ) {}

  /** The live session of this key, or null for an unknown, expired or impossible key. */
  async load(key: string): Promise<RequestSession | null> {
    if (!isAcceptableSessionKey(key, this.format.profile)) return null;
    const row = await this.repository.find(key);
    if (!row || row.expireDate <= new Date()) return null;
    const decoded = this.format.decode(row.text);
    this.count(decoded);
    if (!decoded.valid) this.warn(decoded);
    const { text, expireDate } = row;
    const readOnly = decoded.format === 'pickle';
    return new RequestSession(dataOf(decoded), { text, expireDate, readOnly });
  }

  /**
   * Writes the session: a new one is inserted, a loaded one updated, never the other way round, so a
   * session that was logged out meanwhile stays logged out.
   * @throws SessionInterruptedError when the row is gone, SessionUnreadableError for a pickle, SessionTooLargeError
   */
  async save(key: string, session: RequestSession): Promise<void> {
    const { stored } = session;
    if (!stored) await this.insert(key, session);
    else if (stored.readOnly) throw new SessionUnreadableError();
    else await this.update(key, session, stored);
    session.data.markSaved();
    session.saved = true;
  }

  /**
   * Puts the row under another key, with the changes of this session over what it holds now. Written from what was read
   * before, it would lose a key that another request saved meanwhile, or bring back a login that ended.
   * @returns false when the row is gone, or a pickle, which stays as and where it is; then nothing is written
   */
  async move(from: string, to: string, session: RequestSession): Promise<boolean> {
    const changes = session.data.changes();
    const moved = await this.database.inTransaction(async (tx) => {
      const present = await this.lockDecoded(tx, from);
      if (!present || present.format === 'pickle') return null;
      const data = merged(present, changes);
      const next = this.prepare(data);
      await this.repository.move(tx, from, to, next.text, next.expireDate);
      return { data, next };
    }, BRIEF);
    if (!moved) return false;
    moved.data.markSaved();
    Object.assign(session, { data: moved.data, stored: moved.next, saved: true });
    return true;
  }

  async remove(key: string): Promise<boolean> {
    return this.repository.remove(key);
  }

  private async insert(key: string, session: RequestSession): Promise<void> {
    const next = this.prepare(session.data);
    await this.repository.insert(key, next.text, next.expireDate);
    session.stored = next;
  }

  private async update(key: string, session: RequestSession, stored: StoredSession): Promise<void> {
    const next = this.prepare(session.data);
    if (await this.repository.compareAndSet(key, stored.text, next.text, next.expireDate)) {
      session.stored = next;
    } else {
      await this.merge(key, session);
    }
  }

  /** Somebody else saved first: put our changed keys over theirs, under the row's lock. */
  private async merge(key: string, session: RequestSession): Promise<void> {
    const changes = session.data.changes();
    const written = await this.database.inTransaction(async (tx) => {
      const present = await this.lockDecoded(tx, key);
      if (!present) throw new SessionInterruptedError();
      if (present.format === 'pickle') throw new SessionUnreadableError();
      const data = merged(present, changes);
      assertAnonymousSize(dataOf(present), data);
      const stored = this.prepare(data);
      await this.repository.update(tx, key, stored.text, stored.expireDate);
      return { data, stored };
    }, BRIEF);
    Object.assign(session, written);
  }

  /** @returns null when the row is gone */
  private async lockDecoded(tx: Tx, key: string): Promise<DecodedSession | null> {
    const text = await this.repository.lock(tx, key);
    return text === null ? null : this.format.decode(text);
  }

  private prepare(data: SessionData): StoredSession {
    const now = new Date();
    return {
      text: this.format.encode(data, now),
      expireDate: this.format.expireDate(data, now),
      readOnly: false,
    };
  }

  private count({ format, valid }: DecodedSession): void {
    this.counters.read.set(format, (this.counters.read.get(format) ?? 0) + 1);
    if (!valid) this.counters.unverified += 1;
  }

  /** Django logs the same under `django.security.SuspiciousSession`; neither key nor payload is shown. */
  private warn({ format, ...rest }: DecodedSession): void {
    const reason = 'reason' in rest ? rest.reason : undefined;
    this.logger.warn({ format, reason }, 'Session data corrupted');
  }
}

function dataOf(decoded: DecodedSession): SessionData {
  return decoded.valid ? SessionData.parse(decoded.body) : SessionData.empty();
}

function merged(decoded: DecodedSession, changes: SessionChanges): SessionData {
  const data = dataOf(decoded);
  data.apply(changes);
  return data;
}
