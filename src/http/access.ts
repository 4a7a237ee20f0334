import {
  applyDecorators,
  createParamDecorator,
  type ExecutionContext,
  SetMetadata,
} from '@nestjs/common';
import { ApiSecurity } from '@nestjs/swagger';
import type { Request } from 'express';
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

/** @param permission as Django's `user.has_perm` takes it: `assets.view_asset` */
export const RequirePermission = (permission: `${string}.${string}`) =>
  SetMetadata(REQUIRED_PERMISSION, permission);

/** Only for users with `is_superuser`. */
export const SuperuserOnly = () => SetMetadata(IS_SUPERUSER_ONLY, true);

/** The caller. `undefined` only on a `@Public()` route. */
export const CurrentUser = createParamDecorator(
  (_: unknown, context: ExecutionContext): User | undefined =>
    context.switchToHttp().getRequest<Request>().user,
);
