import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import type { Request } from 'express';
import { djangoSession, type ReadOwner, type RequestSession } from '../http/index.js';
import { CONFIG, type Config } from '../config/index.js';
import { type AuthUser, UserModel } from '../database/index.js';
import {
  type AuthHashVerdict,
  type DjangoProfile,
  sessionAuthHash,
  verifySessionAuthHash,
} from '../django/index.js';
import {
  SessionFormat,
  SessionLifecycle,
  SessionOwners,
  SessionsAdmin,
} from '../sessions/index.js';
import {
  ACCOUNT,
  foundColumns,
  type FoundUser,
  type RawFoundUser,
  toFoundUser,
} from './found-user.js';
import { type LoginState, readLoginState, writeLoginState } from './login-state.js';
import { UsersRepository } from './users.repository.js';

/** A user who lost his rights while the body of his request arrived must not pass with those he had before it. */
const STALE_MS = 1_000;

/** A login of a session, and what its password hash is worth today. */
interface Login {
  readonly state: LoginState;
  readonly user: FoundUser;
  readonly verdict: AuthHashVerdict;
}

/** Who a session belongs to, by the rules of `django.contrib.auth.get_user` in that version. */
@Injectable()
export class SessionUser implements OnModuleInit {
  constructor(
    private readonly users: UsersRepository,
    private readonly lifecycle: SessionLifecycle,
    private readonly format: SessionFormat,
    private readonly sessions: SessionsAdmin,
    private readonly owners: SessionOwners,
    private readonly model: UserModel,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /** From here on the user comes in the statement that reads his session: one round trip less for each request. */
  onModuleInit(): void {
    this.owners.owner = {
      columns: foundColumns(this.model),
      join: this.model.leftJoin(ACCOUNT, '?'),
      keyOf: (data) => {
        const state = readLoginState(data, this.model);
        return state && this.model.stored(state.userId);
      },
    };
  }

  /** The logged-in user, or null. A session whose password hash is outdated is ended, as Django does. */
  async resolve(request: Request): Promise<FoundUser | null> {
    const login = await this.loginOf(djangoSession(request));
    if (!login) return null;
    const { state, user, verdict } = login;
    if (verdict === 'invalid') await this.lifecycle.flush(request);
    if (verdict === 'valid-by-fallback') await this.renew(request, state, user);
    return verdict === 'invalid' ? null : user;
  }

  /** The user whose login this is, or null. Only looks: nothing is renewed or ended. */
  async peek(session: RequestSession): Promise<FoundUser | null> {
    const login = await this.loginOf(session);
    return login && login.verdict !== 'invalid' ? login.user : null;
  }

  /** The session hash of this user's present password, made with the first key. */
  authHash(user: AuthUser): string {
    const { authHashDigest } = this.profile;
    return sessionAuthHash(user.password, this.config.django.secretKey, authHashDigest);
  }

  get profile(): DjangoProfile {
    return this.format.profile;
  }

  /**
   * After a change of password: this session goes on under a new key with the new hash. The other ones
   * fail by their hash; where Django knows no hash (before 1.7) they are looked up and ended. A request with a token
   * has no session to keep.
   */
  async keepOnlyThis(request: Request, user: AuthUser): Promise<void> {
    const own: Partial<Pick<Request, 'session'>> = request;
    const state = own.session?.django && readLoginState(own.session.django.data, this.model);
    if (state) await this.renew(request, state, user);
    if (!this.profile.checksAuthHash) await this.sessions.endAllOf(user.id, own.session?.id);
  }

  private mayAct(user: AuthUser): boolean {
    return user.isActive || this.profile.inactiveUserStaysLoggedIn;
  }

  private async loginOf({ data, owner }: RequestSession): Promise<Login | null> {
    const state = readLoginState(data, this.model);
    if (!state || !this.config.django.authenticationBackends.includes(state.backend)) return null;
    const user = userOf(owner, state, this.model) ?? (await this.users.findById(state.userId));
    if (!user || !this.mayAct(user)) return null;
    return { state, user, verdict: this.verdictOn(state, user) };
  }

  private verdictOn(state: LoginState, user: AuthUser): AuthHashVerdict {
    const { profile } = this;
    if (!profile.checksAuthHash) return 'valid';
    const { secretKey, secretKeyFallbacks: fallbacks } = this.config.django;
    return verifySessionAuthHash(state.hash, user.password, { secretKey, fallbacks, profile });
  }

  /** The key was rotated: Django moves the session to a new key and signs the login anew. */
  private async renew(request: Request, state: LoginState, user: AuthUser): Promise<void> {
    const login = { ...state, hash: this.authHash(user) };
    writeLoginState(djangoSession(request).data, login, this.profile);
    await this.lifecycle.cycleKey(request);
  }
}

/** The user who was read with his session, if the guess was right and no slow body came between then and now. */
function userOf(
  owner: ReadOwner | null,
  { userId }: LoginState,
  users: UserModel,
): FoundUser | null {
  if (!owner || Date.now() - owner.at > STALE_MS) return null;
  // Of a join that found nobody each column is NULL.
  const row = owner.row as { id: null } | RawFoundUser;
  return row.id !== null && users.toId(row.id) === userId ? toFoundUser(row, users) : null;
}
