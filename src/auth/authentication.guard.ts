import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { Request, Response } from 'express';
import { dropSession, IS_PUBLIC } from '../http/index.js';
import { NotAuthenticatedError } from './auth.errors.js';
import type { FoundUser } from './found-user.js';
import { SessionUser } from './session-user.js';
import { TokenUser } from './token-user.js';
import { toUser } from './user-view.js';

/** Closed by default: a route without `@Public()` needs a login, or a token. */
@Injectable()
export class AuthenticationGuard implements CanActivate {
  constructor(
    private readonly reflector: Reflector,
    private readonly sessionUser: SessionUser,
    private readonly tokenUser: TokenUser,
  ) {}

  /** @throws NotAuthenticatedError */
  async canActivate(context: ExecutionContext): Promise<boolean> {
    if (this.isPublic(context)) return true;
    const http = context.switchToHttp();
    const request = http.getRequest<Request>();
    const user = await this.userOf(request);
    if (!user) {
      http.getResponse<Response>().setHeader('WWW-Authenticate', 'Token');
      throw new NotAuthenticatedError();
    }
    request.user = toUser(user);
    return true;
  }

  /** A token goes before the cookie, and a wrong one is not made good by it (REST framework does the same). */
  private async userOf(request: Request): Promise<FoundUser | null> {
    const user = await this.tokenUser.resolve(request);
    if (user === undefined) return this.sessionUser.resolve(request);
    dropSession(request);
    return user;
  }

  private isPublic(context: ExecutionContext): boolean {
    const marks = [context.getHandler(), context.getClass()];
    return this.reflector.getAllAndOverride<boolean | undefined>(IS_PUBLIC, marks) === true;
  }
}
