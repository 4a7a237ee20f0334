import { Inject, Injectable } from '@nestjs/common';
import type { Request } from 'express';
import { djangoSession, type RequestSession } from '../http/index.js';
import { CONFIG, type Config } from '../config/index.js';
import { type AuthUser, UserModel } from '../database/index.js';
import {
  type AuthHashVerdict,
  type DjangoProfile,
  sessionAuthHash,
  verifySessionAuthHash,
} from '../django/index.js';
import { SessionFormat, SessionLifecycle, SessionsAdmin } from '../sessions/index.js';
import type { FoundUser } from './found-user.js';
import { type LoginState, readLoginState, writeLoginState } from './login-state.js';
import { UsersRepository } from './users.repository.js';

/** A login of a session, and what its password hash is worth today. */
interface Login {
  readonly state: LoginState;
  readonly user: FoundUser;
  readonly verdict: AuthHashVerdict;
}

/** Who a session belongs to, by the rules of `django.contrib.auth.get_user` in that version. */
@Injectable()
export class SessionUser {
  constructor(
    private readonly users: UsersRepository,
    private readonly lifecycle: SessionLifecycle,
    private readonly format: SessionFormat,
    private readonly sessions: SessionsAdmin,
    private readonly model: UserModel,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

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

  private async loginOf({ data }: RequestSession): Promise<Login | null> {
    const state = readLoginState(data, this.model);
    if (!state || !this.config.django.authenticationBackends.includes(state.backend)) return null;
    const user = await this.users.findById(state.userId);
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
