import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { Request } from 'express';
import { IS_PUBLIC } from '../http/index.js';
import { NotAuthenticatedError } from './auth.errors.js';
import { SessionUser } from './session-user.js';
import { toUser } from './user-view.js';

/** Closed by default: a route without `@Public()` needs a login. */
@Injectable()
export class AuthenticationGuard implements CanActivate {
  constructor(
    private readonly reflector: Reflector,
    private readonly sessionUser: SessionUser,
  ) {}

  /** @throws NotAuthenticatedError */
  async canActivate(context: ExecutionContext): Promise<boolean> {
    if (this.isPublic(context)) return true;
    const request = context.switchToHttp().getRequest<Request>();
    const user = await this.sessionUser.resolve(request);
    if (!user) throw new NotAuthenticatedError();
    request.user = toUser(user);
    return true;
  }

  private isPublic(context: ExecutionContext): boolean {
    const marks = [context.getHandler(), context.getClass()];
    return this.reflector.getAllAndOverride<boolean | undefined>(IS_PUBLIC, marks) === true;
  }
}
