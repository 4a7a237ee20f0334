import { EntitySchema, type EntitySchemaColumnOptions } from 'typeorm';
import type { UserColumn, UserId, UserModel } from './user-model.js';

/** A user, whatever the site's model of users is; what that lacks is empty. */
export class AuthUser {
  id!: UserId;

  /** The value of `USERNAME_FIELD`. */
  username!: string;

  /** `algorithm$…` as `django.contrib.auth.hashers` writes it; never leaves the module `auth`. */
  password!: string;

  firstName!: string;

  lastName!: string;

  email!: string;

  isStaff!: boolean;

  isActive!: boolean;

  isSuperuser!: boolean;
}

const PROPERTIES = {
  id: 'id',
  username: 'username',
  password: 'password',
  firstName: 'first_name',
  lastName: 'last_name',
  email: 'email',
  isStaff: 'is_staff',
  isActive: 'is_active',
  isSuperuser: 'is_superuser',
} as const satisfies Record<keyof AuthUser, UserColumn>;

/** TypeORM's description of the table, which is never altered by us: made of the model, because each site may have its own. */
export function userEntity({ facts }: UserModel): EntitySchema<AuthUser> {
  const columns = Object.entries(PROPERTIES).flatMap(([property, name]) => {
    const column = facts.columns[name];
    if (column === undefined) return [];
    const options: EntitySchemaColumnOptions = {
      name: column,
      type: 'varchar',
      primary: name === 'id',
    };
    return [[property, options]];
  });
  return new EntitySchema<AuthUser>({
    name: AuthUser.name,
    target: AuthUser,
    tableName: facts.table,
    synchronize: false,
    columns: Object.fromEntries(columns) as Record<string, EntitySchemaColumnOptions>,
  });
}
