import { Injectable } from '@nestjs/common';
import type { SessionListQuery } from './dto/sessions.dto.js';
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
  ) {}

  /** @throws SessionNotFoundError */
  async read(key: string): Promise<SessionView> {
    const row = await this.repository.find(key);
    if (!row) throw new SessionNotFoundError();
    return toSessionView(row, this.format.decode(row.text));
  }

  /** @throws SessionNotFoundError */
  async end(key: string): Promise<void> {
    if (!(await this.repository.remove(key))) throw new SessionNotFoundError();
  }

  /** @throws PickleRefusedError */
  decode(text: string): DecodedView {
    return toDecodedView(this.format.decode(text));
  }

  async list({ user_id, active, limit }: SessionListQuery): Promise<SessionList> {
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
      if (user_id !== undefined && userIdOf(decoded) !== user_id) continue;
      list.results.push(toListedSession(row, decoded));
    }
    return list;
  }

  /** Reads the whole table: ending a user's sessions must not stop half way. */
  async endAllOf(userId: number, exceptKey?: string): Promise<{ ended: number }> {
    let ended = 0;
    for await (const row of this.repository.scan()) {
      if (row.sessionKey === exceptKey) continue;
      if (userIdOf(this.format.decode(row.text)) !== userId) continue;
      if (await this.repository.remove(row.sessionKey)) ended += 1;
    }
    return { ended };
  }

  /** `clearsessions`: deletes the expired rows. @returns how many */
  async clearExpired(): Promise<number> {
    return this.repository.removeExpired(new Date());
  }
}
