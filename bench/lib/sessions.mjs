import { randomBytes } from 'node:crypto';
import {
  encodeSession,
  newSessionKey,
  profileOf,
  sessionAuthHash,
} from '../../dist/src/django/index.js';
import { CREDENTIALS, newAccount } from '../../scripts/lib/account.mjs';
import { SECRET_KEY } from '../../scripts/lib/server-process.mjs';

const USERS = 50;
const SESSIONS = 1000;
const PERMISSIONS = [
  'view_asset',
  'change_asset',
  'view_asset_db',
  'change_asset_db',
  'add_asset_db',
];

/**
 * Users who may see and change everything that is measured, and a thousand sessions of theirs: more than any cache of a login that
 * is near at hand, as on a site that people use.
 * @param {import('mysql2/promise').Connection} connection to a migrated database
 * @returns {Promise<[session: string, csrf: string][]>} keys and tokens
 */
export async function makeSessions(connection) {
  await newAccount(connection, PERMISSIONS);
  const users = await copyAccount(connection);
  const sessions = Array.from({ length: SESSIONS }, (_, at) => sessionOf(users[at % users.length]));
  await connection.query(
    `INSERT INTO django_session (session_key, session_data, expire_date) VALUES ${sessions.map(() => '(?, ?, UTC_TIMESTAMP() + INTERVAL 14 DAY)').join(', ')}`,
    sessions.flatMap(({ key, text }) => [key, text]),
  );
  return sessions.map(({ key }) => [key, randomBytes(16).toString('hex')]);
}

async function copyAccount(connection) {
  const { username } = CREDENTIALS;
  await connection.query(
    `INSERT INTO auth_user (username, password, is_active, is_staff, is_superuser, first_name, last_name, email, date_joined)
      SELECT CONCAT(?, '-', seq), password, 1, 0, 0, first_name, last_name, email, date_joined
        FROM auth_user, seq_2_to_${USERS} WHERE username = ?`,
    [username, username],
  );
  await connection.query(
    `INSERT IGNORE INTO auth_user_user_permissions (user_id, permission_id)
      SELECT other.id, held.permission_id FROM auth_user other, auth_user_user_permissions held
        JOIN auth_user one ON one.id = held.user_id WHERE one.username = ?`,
    [username],
  );
  const [users] = await connection.query('SELECT id, password FROM auth_user ORDER BY id');
  return users;
}

const profile = profileOf('5.2');

function sessionOf({ id, password }) {
  const data = {
    _auth_user_id: String(id),
    _auth_user_backend: 'django.contrib.auth.backends.ModelBackend',
    _auth_user_hash: sessionAuthHash(password, SECRET_KEY, profile.authHashDigest),
  };
  const settings = { profile, secretKey: SECRET_KEY, now: new Date() };
  return { key: newSessionKey(profile), text: encodeSession(JSON.stringify(data), settings) };
}
