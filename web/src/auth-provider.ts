import type { AuthProvider } from 'react-admin';
import { ApiError, request } from './api/http.js';
import type { Me } from './session.js';

interface Endings {
  readonly onLogout: () => void;
  /** The login ended while the user works: what they have written must not be lost. */
  readonly onExpired: () => void;
}

/** The session of the Django site, in React-admin's terms. Who may do what is in the models, not here. */
export const authProvider = (me: Me, { onLogout, onExpired }: Endings): AuthProvider => ({
  login: () => Promise.resolve(),
  logout: async () => {
    await request('/api/auth/logout', { method: 'POST' }).catch((error: unknown) => {
      if (!(error instanceof ApiError) || error.status !== 401) throw error;
    });
    onLogout();
    return false;
  },
  checkAuth: () => Promise.resolve(),
  checkError: (error: unknown) => {
    if (error instanceof ApiError && error.status === 401) onExpired();
    return Promise.resolve();
  },
  getPermissions: () => Promise.resolve(me.permissions),
  getIdentity: () =>
    Promise.resolve({
      id: String(me.id),
      fullName: `${me.first_name} ${me.last_name}`.trim() || me.username,
    }),
});
