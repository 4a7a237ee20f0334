import {
  type CallHandler,
  type ExecutionContext,
  Injectable,
  type NestInterceptor,
} from '@nestjs/common';
import type { Request } from 'express';
import { catchError, concatMap, type Observable } from 'rxjs';
import { statusOf } from '../http/index.js';
import { SessionLifecycle } from './session-lifecycle.js';

/**
 * Saves the session between the handler and the answer. Like Django's middleware it saves on a 404 and
 * not on a 5xx; unlike express-session it lets a failed save become the answer.
 */
@Injectable()
export class SaveSessionInterceptor implements NestInterceptor {
  constructor(private readonly lifecycle: SessionLifecycle) {}

  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const request = context.switchToHttp().getRequest<Request>();
    return next.handle().pipe(
      catchError(async (error: unknown) => this.commitBefore(error, request)),
      concatMap(async (value: unknown) => {
        await this.lifecycle.commit(request);
        return value;
      }),
    );
  }

  private async commitBefore(error: unknown, request: Request): Promise<never> {
    if (statusOf(error) < 500) await this.lifecycle.commit(request);
    throw error;
  }
}
