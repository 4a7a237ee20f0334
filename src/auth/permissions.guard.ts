import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { Request } from 'express';
import { IS_SUPERUSER_ONLY, type Permission, REQUIRED_PERMISSION } from '../http/index.js';
import { NotAuthenticatedError, PermissionDeniedError } from './auth.errors.js';

/** Django's permissions on a route, as REST framework's `DjangoModelPermissions` asks for them. */
@Injectable()
export class PermissionsGuard implements CanActivate {
  constructor(private readonly reflector: Reflector) {}

  /** @throws PermissionDeniedError */
  canActivate(context: ExecutionContext): boolean {
    const needsSuperuser = this.mark(IS_SUPERUSER_ONLY, context) === true;
    const request = context.switchToHttp().getRequest<Request>();
    const required = permissionsOf(this.mark(REQUIRED_PERMISSION, context), request.body);
    if (!needsSuperuser && required.length === 0) return true;
    const { user } = request;
    if (!user) throw new NotAuthenticatedError();
    if (user.isSuperuser) return true;
    if (needsSuperuser) throw new PermissionDeniedError('is_superuser');
    const missing = required.find((permission) => !user.permissions.has(permission));
    if (missing !== undefined) throw new PermissionDeniedError(missing);
    return true;
  }

  private mark(key: string, context: ExecutionContext): unknown {
    return this.reflector.getAllAndOverride<unknown>(key, [
      context.getHandler(),
      context.getClass(),
    ]);
  }
}

/** What `RequirePermission` put on the route. */
function permissionsOf(mark: unknown, body: unknown): readonly Permission[] {
  if (typeof mark === 'string') return [mark as Permission];
  return typeof mark === 'function' ? (mark as (body: unknown) => readonly Permission[])(body) : [];
}
