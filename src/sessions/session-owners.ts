import { Injectable } from '@nestjs/common';
import type { UserId } from '../database/index.js';
import type { SessionData } from '../django/index.js';

/** Whom sessions belong to, told by the module that owns his table. */
export interface SessionOwner {
  /** What is selected of him. */
  readonly columns: string;
  /** `LEFT JOIN` of his row; its only parameter is his key. */
  readonly join: string;
  /** His key, as a parameter of SQL, by what the session says, or null. */
  keyOf(data: SessionData): UserId | null;
}

interface Guess {
  readonly isMade: boolean;
  readonly columns: string;
  readonly join: string;
  /** Those of the join. */
  readonly params: readonly UserId[];
}

const NO_GUESS: Guess = { isMade: false, columns: '', join: '', params: [] };

/** A guess that is forgotten costs one statement, so there may be fewer than sessions. */
const MOST_REMEMBERED = 10_000;

/**
 * Who had a session when it was last seen. Only the session's payload says whose it is, and that is read by Node; with
 * this guess his row comes in the same statement as the session. A session that turns out to be somebody else's, or
 * nobody's, makes the guess worthless: it is never more than where to look.
 */
@Injectable()
export class SessionOwners {
  owner: SessionOwner | null = null;
  private readonly recent = new Map<string, UserId>();

  /** What to add to a statement on this session, so that it also reads whom it belonged to last time. */
  guess(key: string): Guess {
    const owner = this.recent.get(key);
    if (!this.owner || owner === undefined) return NO_GUESS;
    return {
      isMade: true,
      columns: `, ${this.owner.columns}`,
      join: this.owner.join,
      params: [owner],
    };
  }

  /** To be called with what a session said. */
  learn(key: string, data: SessionData): void {
    const owner = this.owner?.keyOf(data) ?? undefined;
    if (owner === this.recent.get(key)) return;
    this.recent.delete(key);
    if (owner !== undefined) this.recent.set(key, owner);
    const [oldest] = this.recent.keys();
    if (this.recent.size > MOST_REMEMBERED && oldest !== undefined) this.recent.delete(oldest);
  }
}
