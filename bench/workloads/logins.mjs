import { CREDENTIALS } from '../../scripts/lib/account.mjs';

/** The logins of L1: each costs as many PBKDF2 rounds as Django 5.2 asks for. */
export const logins = {
  name: 'logins',
  title: 'login',
  status: 200,
  request: ({ login: { csrf } }) => ({
    method: 'POST',
    path: '/api/auth/login',
    headers: {
      cookie: `csrftoken=${csrf}`,
      'x-csrftoken': csrf,
      'content-type': 'application/json',
    },
    body: JSON.stringify(CREDENTIALS),
  }),
};
