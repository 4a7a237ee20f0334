import {
  type Lockstep,
  LockstepError,
  type ModelDescription,
  type ModelTypes,
  type User,
} from '@lockstep/client';
import { type AuthProvider, HttpError, type QueryFunctionContext } from 'ra-core';
import { toHttpError } from './errors.js';

/** What `usePermissions` gives. */
export interface Permissions {
  readonly user: User;
  /** By label. */
  readonly models: ReadonlyMap<string, ModelDescription>;
}

interface Asked {
  readonly action: string;
  readonly resource: string;
}

/** Django's session: who is logged in on the site is in, and who logs out here is out there. */
export function lockstepAuthProvider<Models extends { [L in keyof Models]: ModelTypes }>(
  lockstep: Lockstep<Models>,
): AuthProvider {
  /** Asked for once for all parts of a page. */
  let asked: Promise<User | null> | undefined;
  const forget = (): void => {
    asked = undefined;
  };
  const me = async (): Promise<User> => {
    asked ??= lockstep.me();
    const user = await asked.catch((error: unknown) => {
      forget();
      throw toHttpError(error);
    });
    if (user) return user;
    forget();
    throw new HttpError('Not logged in.', 401);
  };
  const models = async (): Promise<ReadonlyMap<string, ModelDescription>> =>
    new Map((await lockstep.models()).map((model) => [model.label, model]));

  return {
    supportAbortSignal: true,

    login: async ({ username, password }: { username: string; password: string }) => {
      forget();
      try {
        asked = Promise.resolve(await lockstep.login(username, password));
      } catch (error) {
        throw toHttpError(error);
      }
    },

    logout: async () => {
      forget();
      await lockstep.logout();
    },

    checkAuth: async () => {
      await me();
    },

    /** Only 401 ends the login: 403 is a right that is missing, not a session. */
    checkError: (error: Error) => {
      if (!isUnauthenticated(error)) return Promise.resolve();
      forget();
      return Promise.reject(error);
    },

    getIdentity: async () => {
      const user = await me();
      const fullName = `${user.first_name} ${user.last_name}`.trim() || user.username;
      return { ...user, fullName };
    },

    getPermissions: async (): Promise<Permissions> => ({
      user: await me(),
      models: await models(),
    }),

    canAccess: async ({ action, resource }: Asked & QueryFunctionContext) => {
      const model = (await models()).get(resource);
      return model !== undefined && isAllowed(model, action);
    },
  };
}

/** By the user's rights on the model and by what `lockstep.json` lets be done with it. */
function isAllowed(model: ModelDescription, action: string): boolean {
  const { rights, fields, relations, read_only_reason } = model;
  const isWritable = read_only_reason === null;
  switch (action) {
    case 'create':
    case 'clone':
      return isWritable && rights.add && model.add;
    case 'edit':
      return (
        isWritable && rights.change && [...fields, ...relations].some(({ editable }) => editable)
      );
    case 'delete':
      return isWritable && rights.delete && model.delete;
    default:
      return rights.view;
  }
}

const isUnauthenticated = (error: unknown): boolean =>
  error instanceof LockstepError || error instanceof HttpError
    ? (error as { status?: unknown }).status === 401
    : false;
