import { JsonNumber } from '../exact-json.js';

/**
 * The key of a user in JSON: an integer as a number, beyond 2^53 as its digits; a UUID with hyphens. As text it is what
 * Django's `str(pk)` gives, which stands in sessions.
 */
export type UserId = number | string;

/** What an `AbstractUser` has, by Django's names. A model of one's own may call its columns otherwise, or lack some. */
export type UserColumn =
  | 'id'
  | 'username'
  | 'password'
  | 'first_name'
  | 'last_name'
  | 'email'
  | 'is_staff'
  | 'is_active'
  | 'is_superuser'
  | 'last_login';

/** What Django's `AbstractBaseUser` says where the model has no such column. */
const ABSENT: Readonly<Partial<Record<UserColumn, string>>> = {
  first_name: `''`,
  last_name: `''`,
  email: `''`,
  is_staff: '0',
  is_active: '1',
  is_superuser: '0',
};

/** A table between users and their groups, or their permissions. */
export interface UserLinks {
  readonly table: string;
  readonly userColumn: string;
  /** That of the group or permission. */
  readonly toColumn: string;
}

export interface UserModelFacts {
  /** As in `AUTH_USER_MODEL`: `accounts.User`. */
  readonly label: string;
  readonly table: string;
  readonly key: {
    readonly kind: 'integer' | 'uuid';
    /** Of a column that refers to it: `bigint unsigned`, `char(32) COLLATE utf8mb4_bin`. */
    readonly columnType: string;
  };
  /** Django's `USERNAME_FIELD`. */
  readonly usernameField: string;
  /** Characters. */
  readonly usernameLength: number;
  readonly columns: Readonly<
    Partial<Record<UserColumn, string>> & Record<'id' | 'username' | 'password', string>
  >;
  /** Undefined where the model has no `PermissionsMixin`. */
  readonly groups: UserLinks | undefined;
  readonly permissions: UserLinks | undefined;
}

const UUID = /^([0-9a-f]{8})-?([0-9a-f]{4})-?([0-9a-f]{4})-?([0-9a-f]{4})-?([0-9a-f]{12})$/i;

/**
 * The model of users of the site: Django's own or another one (`AUTH_USER_MODEL`). Made once at the start; whatever SQL is
 * about users asks it for the table, the columns and the form of the key.
 */
export class UserModel {
  constructor(readonly facts: UserModelFacts) {}

  /** Whether this is `django.contrib.auth.models.User`, whose tables we make where they are missing. */
  get isDjangos(): boolean {
    return this.facts.label.toLowerCase() === 'auth.user';
  }

  /** The table under an alias, for FROM and JOIN. */
  as(alias: string): string {
    return `${quotedName(this.facts.table)} ${alias}`;
  }

  /** A column of that alias, or the constant that stands for one which the model lacks. */
  column(alias: string, name: UserColumn): string {
    const column = this.facts.columns[name];
    return column === undefined ? (ABSENT[name] ?? 'NULL') : `${alias}.${quotedName(column)}`;
  }

  has(name: UserColumn): boolean {
    return this.facts.columns[name] !== undefined;
  }

  /** `LEFT JOIN` of the user whose key stands in a column of the key's own type. */
  leftJoin(alias: string, key: string): string {
    return `LEFT JOIN ${this.as(alias)} ON ${this.column(alias, 'id')} = ${key}`;
  }

  /** The same for a column that holds it as `str(pk)`, as those of the tables `lockstep_*` do. */
  leftJoinText(alias: string, text: string): string {
    return this.leftJoin(alias, this.keyOfText(text));
  }

  /** A text of SQL as a value of the key's type, so that the index on the key serves. */
  private keyOfText(text: string): string {
    const { kind, columnType } = this.facts.key;
    if (kind === 'integer')
      return `CAST(${text} AS ${columnType.includes('unsigned') ? 'UNSIGNED' : 'SIGNED'})`;
    return columnType.startsWith('char') ? `REPLACE(${text}, '-', '')` : `CAST(${text} AS uuid)`;
  }

  /** The key as a parameter of SQL. */
  stored(id: UserId): UserId {
    const { columnType } = this.facts.key;
    return columnType.startsWith('char') ? String(id).replaceAll('-', '') : id;
  }

  /** A key as the driver reads it. */
  toId(stored: UserId): UserId {
    return this.parseId(stored) ?? stored;
  }

  /** A key from a session, a query or a body: a number or text, as every Django takes it. @returns null for what is none */
  parseId(value: unknown): UserId | null {
    const text = value instanceof JsonNumber ? value.text : value;
    if (typeof text !== 'string' && typeof text !== 'number') return null;
    return this.facts.key.kind === 'integer' ? parseInteger(String(text)) : parseUuid(String(text));
  }
}

/** A key from a column of text, `str(pk)` of whichever kind, as answers show it. */
export const shownUserId = (text: string): UserId => parseInteger(text) ?? text;

function parseInteger(text: string): UserId | null {
  if (!/^\d{1,20}$/.test(text)) return null;
  const number = Number(text);
  return Number.isSafeInteger(number) ? number : String(BigInt(text));
}

function parseUuid(text: string): string | null {
  const [, ...parts] = UUID.exec(text) ?? [];
  return parts.length === 0 ? null : parts.join('-').toLowerCase();
}

/** A name in SQL, whatever it is called. */
export const quotedName = (name: string): string => `\`${name.replaceAll('`', '``')}\``;

/** `django.contrib.auth.models.User` as every Django makes it. */
export const DJANGO_USER = new UserModel({
  label: 'auth.User',
  table: 'auth_user',
  key: { kind: 'integer', columnType: 'int' },
  usernameField: 'username',
  usernameLength: 150,
  columns: Object.fromEntries(
    [
      ...['id', 'username', 'password', 'first_name', 'last_name', 'email'],
      ...['is_staff', 'is_active', 'is_superuser', 'last_login'],
    ].map((name) => [name, name]),
  ) as Record<UserColumn, string>,
  groups: { table: 'auth_user_groups', userColumn: 'user_id', toColumn: 'group_id' },
  permissions: {
    table: 'auth_user_user_permissions',
    userColumn: 'user_id',
    toColumn: 'permission_id',
  },
});
