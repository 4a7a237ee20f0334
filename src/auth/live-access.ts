import { Injectable } from '@nestjs/common';
import type { Request } from 'express';
import type { User } from '../http/index.js';
import { SessionsService } from '../sessions/index.js';
import type { FoundUser } from './found-user.js';
import { SessionUser } from './session-user.js';
import { readToken, TokenUser } from './token-user.js';

/** Asks again what the guards asked when a request began; for answers that go on for hours. */
@Injectable()
export class LiveAccess {
  constructor(
    private readonly sessions: SessionsService,
    private readonly sessionUser: SessionUser,
    private readonly tokenUser: TokenUser,
  ) {}

  /** The user of this request as they are now, or null when they are no longer logged in. Changes nothing. */
  async userOf(request: Request): Promise<User | null> {
    const user = await this.find(request);
    return user?.id === request.user?.id ? user : null;
  }

  private async find(request: Request): Promise<FoundUser | null> {
    const token = readToken(request.headers.authorization);
    if (token !== undefined) return this.tokenUser.find(token);
    const session = await this.sessions.load(request.sessionID);
    return session && this.sessionUser.peek(session);
  }
}
