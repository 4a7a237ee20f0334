import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { Request } from 'express';
import { IS_SUPERUSER_ONLY, REQUIRED_PERMISSION } from '../http/index.js';
import { NotAuthenticatedError, PermissionDeniedError } from './auth.errors.js';
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
    const permission = this.mark(REQUIRED_PERMISSION, context);
    if (!needsSuperuser && typeof permission !== 'string') return true;
    const { user } = context.switchToHttp().getRequest<Request>();
    if (!user) throw new NotAuthenticatedError();
    if (user.isSuperuser) return true;
    if (needsSuperuser || typeof permission !== 'string')
      throw new PermissionDeniedError('is_superuser');
    if (!(await this.users.hasPermission(user.id, permission)))
      throw new PermissionDeniedError(permission);
    return true;
  }

  private mark(key: string, context: ExecutionContext): string | boolean | undefined {
    const marks = [context.getHandler(), context.getClass()];
    return this.reflector.getAllAndOverride<string | boolean | undefined>(key, marks);
  }
}
