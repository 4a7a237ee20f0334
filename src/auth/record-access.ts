import { Injectable } from '@nestjs/common';
import type { User } from '../http/index.js';
import { UsersRepository } from './users.repository.js';

/** What a user may do, by the names that models ask for. */
export type Allows = (permission: string) => boolean;

/** Django's permissions and REST framework's permission classes. */
@Injectable()
export class RecordAccess {
  constructor(private readonly users: UsersRepository) {}

  /** Asks the database, but not for a superuser, who has every permission; to be staff is another thing. */
  async of(user: User): Promise<Allows> {
    const granted = user.isSuperuser ? null : new Set(await this.users.listPermissions(user));
    return (permission) => {
      if (permission === 'IsAuthenticated') return true;
      if (permission === 'IsAdminUser') return user.isStaff;
      return granted === null || granted.has(permission);
    };
  }
}
