import {
  checkCsrf,
  decodeSession,
  profileOf,
  SessionData,
  verifySessionAuthHash,
} from '../../../dist/src/django/index.js';
import { query } from './pool.mjs';
import { Refused } from './refused.mjs';

const secretKey = process.env.SECRET_KEY;
export const profile = profileOf('5.2');

/**
 * Who asks, and whether he may: session row, signature, user, his password's hash, permission.
 * @param {import('node:http').IncomingMessage} request
 * @param {string} codename of the permission
 * @param {() => void} check what else must hold before the permission is looked at
 */
export async function authenticate(request, codename, check = () => undefined) {
  const key = cookiesOf(request).sessionid ?? '';
  const [row] = await query(
    'SELECT session_key, session_data, expire_date FROM django_session WHERE session_key = ?',
    [key],
  );
  if (row?.session_key !== key || row.expire_date <= new Date()) throw new Refused(401);
  const decoded = decodeSession(row.session_data, { secretKeys: [secretKey] });
  if (!decoded.valid) throw new Refused(401);
  const data = SessionData.parse(decoded.body);
  const userId = Number(data.get('_auth_user_id'));
  const user = await findUser(userId, codename);
  checkHash(user, data.get('_auth_user_hash'));
  check();
  if (!user.may) throw new Refused(403);
  return { key, text: row.session_data, data, userId };
}

/** The user with his permission in one statement. */
async function findUser(id, codename) {
  const [user] = await query(
    `SELECT id, username, password, first_name, last_name, email, is_staff, is_active, is_superuser,
        (is_active = 1 AND EXISTS (SELECT 1 FROM auth_permission permission
          JOIN django_content_type type ON type.id = permission.content_type_id
         WHERE type.app_label = 'assets' AND permission.codename = ? AND (
           EXISTS (SELECT 1 FROM auth_user_user_permissions own
             WHERE own.user_id = auth_user.id AND own.permission_id = permission.id)
           OR EXISTS (SELECT 1 FROM auth_group_permissions held
             JOIN auth_user_groups member ON member.group_id = held.group_id
            WHERE held.permission_id = permission.id AND member.user_id = auth_user.id)))) AS may
      FROM auth_user WHERE id = ?`,
    [codename, id],
  );
  return user;
}

function checkHash(user, hash) {
  const settings = { secretKey, fallbacks: [], profile };
  if (!user?.is_active || verifySessionAuthHash(hash, user.password, settings) !== 'valid')
    throw new Refused(401);
}

/** @throws Refused */
export function checkCsrfToken(request) {
  const { headers, method } = request;
  const verdict = checkCsrf(
    {
      method,
      isSecure: false,
      host: headers.host,
      origin: headers.origin,
      referer: headers.referer,
      cookieToken: cookiesOf(request).csrftoken,
      requestToken: headers['x-csrftoken'],
    },
    {
      profile,
      trustedOrigins: [],
      useSessions: false,
      cookieName: 'csrftoken',
      headerName: 'x-csrftoken',
    },
  );
  if (!verdict.ok) throw new Refused(403);
}

function cookiesOf({ headers }) {
  return Object.fromEntries((headers.cookie ?? '').split('; ').map((text) => text.split('=')));
}
