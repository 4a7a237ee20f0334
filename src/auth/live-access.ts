import { Injectable } from '@nestjs/common';
import type { Request } from 'express';
import { SessionsService } from '../sessions/index.js';
import type { AuthUser } from './auth-user.entity.js';
import { SessionUser } from './session-user.js';
import { readToken, TokenUser } from './token-user.js';
import { UsersRepository } from './users.repository.js';

/** Asks again what the guards asked when a request began; for answers that go on for hours. */
@Injectable()
export class LiveAccess {
  constructor(
    private readonly sessions: SessionsService,
    private readonly sessionUser: SessionUser,
    private readonly tokenUser: TokenUser,
    private readonly users: UsersRepository,
  ) {}

  /** Whether the user of this request still is logged in and still has the permission. Changes nothing. */
  async isGranted(request: Request, permission: string): Promise<boolean> {
    const user = await this.userOf(request);
    if (!user || user.id !== request.user?.id) return false;
    return user.isSuperuser || this.users.hasPermission(user.id, permission);
  }

  private async userOf(request: Request): Promise<AuthUser | null> {
    const token = readToken(request.headers.authorization);
    if (token !== undefined) return this.tokenUser.resolve(token);
    const session = await this.sessions.load(request.sessionID);
    return session && this.sessionUser.peek(session.data);
  }
}
