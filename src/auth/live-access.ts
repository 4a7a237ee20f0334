import { Injectable } from '@nestjs/common';
import type { Request } from 'express';
import type { Permission } from '../http/index.js';
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

  /** Whether the user of this request still is logged in and still has the permission. Changes nothing. */
  async isGranted(request: Request, permission: Permission): Promise<boolean> {
    const user = await this.userOf(request);
    if (!user || user.id !== request.user?.id) return false;
    return user.isSuperuser || user.permissions.has(permission);
  }

  private async userOf(request: Request): Promise<FoundUser | null> {
    const token = readToken(request.headers.authorization);
    if (token !== undefined) return this.tokenUser.find(token);
    const session = await this.sessions.load(request.sessionID);
    return session && this.sessionUser.peek(session);
  }
}
