import type { AuthProvider } from 'react-admin';
import { isLoggedOut, lockstep } from './api/lockstep.js';
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
    await lockstep.logout().catch((error: unknown) => {
      if (!isLoggedOut(error)) throw error;
    });
    onLogout();
    return false;
  },
  checkAuth: () => Promise.resolve(),
  checkError: (error: unknown) => {
    if (isLoggedOut(error)) onExpired();
    return Promise.resolve();
  },
  getPermissions: () => Promise.resolve(me.permissions),
  getIdentity: () =>
    Promise.resolve({
      id: String(me.id),
      fullName: `${me.first_name} ${me.last_name}`.trim() || me.username,
    }),
});
