import {
  encodeSession,
  newSessionKey,
  profileOf,
  sessionAuthHash,
} from '../../src/django/index.js';
import type { Config } from '../../src/config/index.js';
import type { TestDatabase } from './database.js';

export const PASSWORD = 'correct horse battery staple';

/** `PASSWORD` as Django 1.5 and Django 5.2 store it (the latter needs no rewrite at login under 5.2). */
export const ENCODED = {
  django15: 'pbkdf2_sha256$10000$N135AwTW0h1Q$i/vauVGhKjezWc8jJso2FuKr0o40C0TX3kvf8Ldgrx4=',
  django52:
    'pbkdf2_sha256$1000000$lockstepSaltOf22Chars1$EYpMZBryUXrywhmidna5oBNI7aGv8+HJ27hidzrPY0o=',
} as const;

export interface NewUser {
  username: string;
  password?: string;
  isActive?: boolean;
  isStaff?: boolean;
  isSuperuser?: boolean;
}

/** Puts a user into `auth_user`. @returns the id */
export async function newUser(db: TestDatabase, user: NewUser): Promise<number> {
  const { username, password = ENCODED.django52 } = user;
  const flags = [user.isActive ?? true, user.isStaff ?? false, user.isSuperuser ?? false];
  await db.query(
    `INSERT INTO auth_user (username, password, is_active, is_staff, is_superuser,
        first_name, last_name, email, last_login, date_joined)
      VALUES (?, ?, ?, ?, ?, '', '', '', '2020-01-01 00:00:00', '2020-01-01 00:00:00')`,
    [username, password, ...flags],
  );
  const [row] = await db.query<{ id: number }>('SELECT id FROM auth_user WHERE username = ?', [
    username,
  ]);
  if (!row) throw new Error(`user ${username} was not inserted`);
  return row.id;
}

/** Grants `assets.change_asset` and the like. */
export async function grant(db: TestDatabase, userId: number, ...names: string[]): Promise<void> {
  for (const name of names) {
    const [appLabel, codename] = name.split('.');
    await db.query(
      `INSERT INTO auth_user_user_permissions (user_id, permission_id)
        SELECT ?, permission.id FROM auth_permission permission
          JOIN django_content_type type ON type.id = permission.content_type_id
         WHERE type.app_label = ? AND permission.codename = ?`,
      [userId, appLabel, codename],
    );
  }
}

/** Puts a session into `django_session`, as Django of `config.django.version` would. @returns its key */
export async function newSession(
  db: TestDatabase,
  config: Config,
  data: Record<string, unknown>,
): Promise<string> {
  const profile = profileOf(config.django.version);
  const key = newSessionKey(profile);
  const { secretKey } = config.django;
  const text = encodeSession(JSON.stringify(data), { profile, secretKey, now: new Date() });
  await db.query(
    'INSERT INTO django_session (session_key, session_data, expire_date) VALUES (?, ?, UTC_TIMESTAMP() + INTERVAL 14 DAY)',
    [key, text],
  );
  return key;
}

/** A session that is a login of this user; no hashing, so tests can have many. @returns its key */
export async function newLogin(
  db: TestDatabase,
  config: Config,
  userId: number,
  password: string = ENCODED.django52,
): Promise<string> {
  const { authHashDigest } = profileOf(config.django.version);
  return newSession(db, config, {
    _auth_user_id: String(userId),
    _auth_user_backend: 'django.contrib.auth.backends.ModelBackend',
    _auth_user_hash: sessionAuthHash(password, config.django.secretKey, authHashDigest),
  });
}
