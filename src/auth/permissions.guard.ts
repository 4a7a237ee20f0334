import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { Request } from 'express';
import { IS_SUPERUSER_ONLY, REQUIRED_PERMISSION } from '../http/index.js';
import { NotAuthenticatedError, PermissionDeniedError } from './auth.errors.js';
import { knownPermission } from './known-permission.js';
import { UsersRepository } from './users.repository.js';

/** Django's permissions on a route, as REST framework's `DjangoModelPermissions` asks for them. */
@Injectable()
export class PermissionsGuard implements CanActivate {
  constructor(
    private readonly reflector: Reflector,
    private readonly users: UsersRepository,
  ) {}

  /** @throws PermissionDeniedError */
  async canActivate(context: ExecutionContext): Promise<boolean> {
    const needsSuperuser = this.mark(IS_SUPERUSER_ONLY, context) === true;
    const request = context.switchToHttp().getRequest<Request>();
    const required = permissionsOf(this.mark(REQUIRED_PERMISSION, context), request.body);
    if (!needsSuperuser && required.length === 0) return true;
    const { user } = request;
    if (!user) throw new NotAuthenticatedError();
    if (user.isSuperuser) return true;
    if (needsSuperuser) throw new PermissionDeniedError('is_superuser');
    for (const permission of required)
      if (!(await this.isGranted(request, user.id, permission)))
        throw new PermissionDeniedError(permission);
    return true;
  }

  private async isGranted(request: Request, userId: number, permission: string): Promise<boolean> {
    return (
      knownPermission(request, permission) ?? (await this.users.hasPermission(userId, permission))
    );
  }

  private mark(key: string, context: ExecutionContext): unknown {
    return this.reflector.getAllAndOverride<unknown>(key, [
      context.getHandler(),
      context.getClass(),
    ]);
  }
}

function permissionsOf(mark: unknown, body: unknown): readonly string[] {
  if (typeof mark === 'string') return [mark];
  return typeof mark === 'function' ? (mark as (body: unknown) => readonly string[])(body) : [];
}
