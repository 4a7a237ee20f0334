import { Injectable } from '@nestjs/common';
import { UsersRepository } from '../auth/index.js';
import type { User } from '../http/index.js';
import type { Model } from '../model/index.js';

/** What a user may do, by the names that models ask for. */
export type Allows = (permission: string) => boolean;

/** The rights of a user on models. */
export interface Rights {
  readonly view: boolean;
  readonly add: boolean;
  readonly change: boolean;
  readonly delete: boolean;
}

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

export const rightsOn = ({ permissions }: Model, allows: Allows): Rights => ({
  view: allows(permissions.view),
  add: allows(permissions.add),
  change: allows(permissions.change),
  delete: allows(permissions.delete),
});
