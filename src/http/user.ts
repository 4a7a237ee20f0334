import type { UserId } from '../database/index.js';
import type { Permission } from './permissions.js';

/** A user who passed the guard, as the other modules see them. */
export interface User {
  readonly id: UserId;
  readonly username: string;
  readonly firstName: string;
  readonly lastName: string;
  readonly email: string;
  readonly isStaff: boolean;
  readonly isSuperuser: boolean;
  /** Those of `PERMISSIONS` that he was granted; a superuser needs none. */
  readonly permissions: ReadonlySet<Permission>;
}
