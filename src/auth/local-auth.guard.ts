import {
  type CanActivate,
  createParamDecorator,
  type ExecutionContext,
  Injectable,
} from '@nestjs/common';
import { AuthGuard } from '@nestjs/passport';
import type { Request } from 'express';
import { refused } from '../http/index.js';
import type { AuthUser } from '../database/index.js';
import { loginSchema } from './dto/auth.dto.js';

/** Where the guard leaves the account it verified; `request.user` is for those who are logged in. */
const PROPERTY = 'account';

/** passport-local behind the same validation as every body: guards run before Nest's pipes do. */
@Injectable()
export class LocalAuthGuard extends AuthGuard('local') {
  /** @throws ValidationFailedError, InvalidCredentialsError, RateLimitedError, HashingBusyError */
  override canActivate(context: ExecutionContext): ReturnType<CanActivate['canActivate']> {
    const request = context.switchToHttp().getRequest<Request>();
    const result = loginSchema.safeParse(request.body);
    if (!result.success) throw refused(result.error.issues);
    return super.canActivate(context);
  }

  override getAuthenticateOptions(): { session: false; property: string } {
    return { session: false, property: PROPERTY };
  }
}

/** The account whose credentials were right, on a route behind `LocalAuthGuard`. */
export const VerifiedAccount = createParamDecorator(
  (_: unknown, context: ExecutionContext): AuthUser =>
    context.switchToHttp().getRequest<Record<typeof PROPERTY, AuthUser>>()[PROPERTY],
);
