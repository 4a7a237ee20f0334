import { Injectable } from '@nestjs/common';
import { type UserId, UserModel } from '../database/index.js';
import type { SessionListQuery } from './dto/sessions.dto.js';
import type { DecodedSession } from '../django/index.js';
import { SessionFormat } from './session-format.js';
import {
  type DecodedView,
  type SessionList,
  type SessionView,
  toDecodedView,
  toListedSession,
  toSessionView,
  userIdOf,
} from './session-view.js';
import { SessionNotFoundError } from './sessions.errors.js';
import { SessionsRepository } from './sessions.repository.js';

/** A list decodes at most this many rows: about 2 s of work, in batches that let other requests in. */
const MAX_SCANNED = 50_000;

/** Looks into sessions by their payload, which the database cannot: Django's text is opaque to SQL. */
@Injectable()
export class SessionsAdmin {
  constructor(
    private readonly repository: SessionsRepository,
    private readonly format: SessionFormat,
    private readonly users: UserModel,
  ) {}

  /** @throws SessionNotFoundError */
  async read(key: string): Promise<SessionView> {
    const row = await this.repository.find(key);
    if (!row) throw new SessionNotFoundError();
    return toSessionView(row, this.format.decode(row.text), this.users);
  }

  /** @throws SessionNotFoundError */
  async end(key: string): Promise<void> {
    if (!(await this.repository.remove(key))) throw new SessionNotFoundError();
  }

  /** @throws PickleRefusedError */
  decode(text: string): DecodedView {
    return toDecodedView(this.format.decode(text));
  }

  /** @param query whose `user_id` may be in any form; one that is no key of the site's users has no sessions */
  async list({ user_id, active, limit }: SessionListQuery): Promise<SessionList> {
    const userId = user_id === undefined ? undefined : this.users.parseId(user_id);
    const list: SessionList = { results: [], scanned: 0, complete: true };
    const now = new Date();
    for await (const row of this.repository.scan()) {
      if (list.results.length === limit || list.scanned === MAX_SCANNED) {
        list.complete = false;
        break;
      }
      list.scanned += 1;
      if (active !== undefined && row.expireDate > now !== active) continue;
      const decoded = this.format.decode(row.text);
      if (userId !== undefined && !this.isOf(userId, decoded)) continue;
      list.results.push(toListedSession(row, decoded, this.users));
    }
    return list;
  }

  /** Reads the whole table: ending a user's sessions must not stop half way. */
  async endAllOf(id: UserId, exceptKey?: string): Promise<{ ended: number }> {
    const userId = this.users.parseId(id);
    let ended = 0;
    for await (const row of this.repository.scan()) {
      if (row.sessionKey === exceptKey) continue;
      if (!this.isOf(userId, this.format.decode(row.text))) continue;
      if (await this.repository.remove(row.sessionKey)) ended += 1;
    }
    return { ended };
  }

  private isOf(userId: UserId | null, decoded: DecodedSession): boolean {
    return userId !== null && userIdOf(decoded, this.users) === userId;
  }

  /** `clearsessions`: deletes the expired rows. @returns how many */
  async clearExpired(): Promise<number> {
    return this.repository.removeExpired(new Date());
  }
}
