import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import type { Request } from 'express';
import { CsrfService } from './csrf.service.js';

/** Every unsafe request that could ride on a cookie proves that it comes from our own page. */
@Injectable()
export class CsrfGuard implements CanActivate {
  constructor(private readonly csrf: CsrfService) {}

  /** @throws CsrfFailedError */
  canActivate(context: ExecutionContext): boolean {
    this.csrf.check(context.switchToHttp().getRequest<Request>());
    return true;
  }
}
