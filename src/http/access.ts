import {
  applyDecorators,
  createParamDecorator,
  type ExecutionContext,
  SetMetadata,
} from '@nestjs/common';
import { ApiSecurity } from '@nestjs/swagger';
import type { Request } from 'express';
import type { Permission } from './permissions.js';
import type { User } from './user.js';

declare module 'express-serve-static-core' {
  interface Request {
    /** Set by the guard; absent on a route that is `@Public()` and was called by nobody. */
    user?: User;
  }
}

/** The metadata keys under which the guards find what the decorators below say. */
export const IS_PUBLIC = 'lockstep:public';
export const REQUIRED_PERMISSION = 'lockstep:permission';
export const IS_SUPERUSER_ONLY = 'lockstep:superuser';

/** Opens a route to callers who are not logged in. Without it a route is closed. */
export const Public = () => applyDecorators(SetMetadata(IS_PUBLIC, true), ApiSecurity({}));

/** @param required the permission, or those that a body asks for; it is the raw body, which nobody checked yet */
export const RequirePermission = (
  required: Permission | ((body: unknown) => readonly Permission[]),
) => SetMetadata(REQUIRED_PERMISSION, required);

/** Only for users with `is_superuser`. */
export const SuperuserOnly = () => SetMetadata(IS_SUPERUSER_ONLY, true);

/** The caller. `undefined` only on a `@Public()` route. */
export const CurrentUser = createParamDecorator(
  (_: unknown, context: ExecutionContext): User | undefined =>
    context.switchToHttp().getRequest<Request>().user,
);
