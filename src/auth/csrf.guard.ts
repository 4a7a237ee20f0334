import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import type { Request } from 'express';
import { readToken } from './token-user.js';
import { CsrfService } from './csrf.service.js';

/** Every unsafe request that could ride on a cookie proves that it comes from our own page. */
@Injectable()
export class CsrfGuard implements CanActivate {
  constructor(private readonly csrf: CsrfService) {}

  /** @throws CsrfFailedError */
  canActivate(context: ExecutionContext): boolean {
    const request = context.switchToHttp().getRequest<Request>();
    // A browser never sends a token by itself, so nobody can ride on it.
    if (readToken(request.headers.authorization) === undefined || !request.user)
      this.csrf.check(request);
    return true;
  }
}
