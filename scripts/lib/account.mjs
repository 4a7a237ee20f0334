/** The user in whose name proofs (`bench`, `chaos`) send their requests. */
export const CREDENTIALS = { username: 'bench', password: 'correct horse battery staple' };

/** `CREDENTIALS.password` as Django 5.2 stores it, with its 1,000,000 rounds. */
const ENCODED =
  'pbkdf2_sha256$1000000$lockstepSaltOf22Chars1$EYpMZBryUXrywhmidna5oBNI7aGv8+HJ27hidzrPY0o=';

/**
 * Makes the user in a migrated database.
 * @param {import('mysql2/promise').Connection} connection
 * @param {string[]} codenames what he may do, as `change_asset`
 */
export async function newAccount(connection, codenames) {
  await connection.query(
    `INSERT INTO auth_user (username, password, is_active, is_staff, is_superuser, first_name, last_name, email, date_joined)
      VALUES (?, ?, 1, 0, 0, 'Ben', 'Chmark', 'bench@example.org', UTC_TIMESTAMP())`,
    [CREDENTIALS.username, ENCODED],
  );
  await connection.query(
    `INSERT INTO auth_user_user_permissions (user_id, permission_id)
      SELECT user.id, permission.id FROM auth_user user, auth_permission permission
       WHERE user.username = ? AND permission.codename IN (?)`,
    [CREDENTIALS.username, codenames],
  );
}

/**
 * Logs in over HTTP, as the SPA does.
 * @param {string} origin of the API
 * @returns {Promise<{ session: string, csrf: string }>} cookies and token of a new session
 */
export async function logIn(origin) {
  const issued = await fetch(`${origin}/api/auth/csrf`);
  const cookie = cookieOf(issued, 'csrftoken');
  const { csrfToken } = await issued.json();
  const answer = await fetch(`${origin}/api/auth/login`, {
    method: 'POST',
    headers: {
      cookie: `csrftoken=${cookie}`,
      'x-csrftoken': csrfToken,
      'content-type': 'application/json',
    },
    body: JSON.stringify(CREDENTIALS),
  });
  if (answer.status !== 200) throw new Error(`login: ${answer.status} ${await answer.text()}`);
  return { session: cookieOf(answer, 'sessionid'), csrf: cookieOf(answer, 'csrftoken') };
}

function cookieOf(answer, name) {
  const [cookie = ''] = answer.headers.getSetCookie().filter((text) => text.startsWith(`${name}=`));
  return cookie.slice(name.length + 1).split(';')[0];
}
