import { Inject, Injectable } from '@nestjs/common';
import type { Request } from 'express';
import { CONFIG, type Config } from '../config/index.js';
import { type AuthUser, type UserId, UserModel } from '../database/index.js';
import { typedUsername, validatePassword } from '../django/index.js';
import { djangoSession, LoginRateLimiter, type User } from '../http/index.js';
import { SessionLifecycle } from '../sessions/index.js';
import {
  InvalidCredentialsError,
  NotAuthenticatedError,
  PasswordChangedMeanwhileError,
  PasswordRefusedError,
} from './auth.errors.js';
import { CsrfService } from './csrf.service.js';
import type { PasswordChange } from './dto/auth.dto.js';
import { readLoginState, writeLoginState } from './login-state.js';
import { Passwords } from './passwords.js';
import { SessionUser } from './session-user.js';
import { toUserView, type UserView } from './user-view.js';
import { UsersRepository } from './users.repository.js';

/** Login, logout and passwords, as `django.contrib.auth` does them. */
@Injectable()
export class AuthService {
  constructor(
    private readonly users: UsersRepository,
    private readonly passwords: Passwords,
    private readonly limiter: LoginRateLimiter,
    private readonly sessionUser: SessionUser,
    private readonly lifecycle: SessionLifecycle,
    private readonly csrf: CsrfService,
    private readonly model: UserModel,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /**
   * Who these credentials belong to; the same work and the same answer for unknown, wrong and inactive.
   * @param typed the user name as Django's login form would get it
   * @throws InvalidCredentialsError, RateLimitedError, HashingBusyError
   */
  async authenticate(typed: string, password: string, address: string): Promise<AuthUser> {
    const name = typedUsername(typed, this.sessionUser.profile, this.model.facts.usernameLength);
    // Counted by the name in the table: a collation that ignores some characters would give as many tries as spellings.
    const counted = (await this.find(name))?.username ?? name ?? typed;
    const verify = (): Promise<AuthUser | null> => this.verify(name, password);
    const user = await this.limiter.attempt(counted, address, verify);
    if (!user) throw new InvalidCredentialsError();
    return user;
  }

  /** `django.contrib.auth.login`: the anonymous visitor's data stays, another user's never does. */
  async login(request: Request, user: AuthUser): Promise<UserView> {
    const hash = this.sessionUser.authHash(user);
    const { profile } = this.sessionUser;
    const { data, hasLogin } = djangoSession(request);
    const present = readLoginState(data, this.model);
    if (!hasLogin) await this.lifecycle.cycleKey(request);
    else if (present?.userId !== user.id || (profile.writesAuthHash && present.hash !== hash))
      await this.lifecycle.flush(request);
    const [backend = ''] = this.config.django.authenticationBackends;
    writeLoginState(djangoSession(request).data, { userId: user.id, backend, hash }, profile);
    this.csrf.rotate(request);
    await this.lifecycle.commit(request);
    await this.users.recordLogin(user.id, new Date());
    return this.me(user);
  }

  async logout(request: Request): Promise<void> {
    await this.lifecycle.flush(request);
  }

  async me(user: Omit<User, 'permissions'>): Promise<UserView> {
    const [groups, permissions] = await Promise.all([
      this.users.listGroups(user.id),
      this.users.listPermissions(user),
    ]);
    return toUserView(user, groups, permissions);
  }

  /**
   * Sets a new password; this session goes on under a new key, every other session of the user ends.
   * A wrong old password counts as a failed login: who found an open session must not guess without end.
   * @throws InvalidCredentialsError for a wrong old password, PasswordRefusedError by Django's validators
   */
  async changePassword(request: Request, userId: UserId, change: PasswordChange): Promise<void> {
    const user = await this.users.findById(userId);
    if (!user) throw new NotAuthenticatedError();
    const verify = async (): Promise<true | null> =>
      (await this.passwords.verify(change.old_password, user.password)).ok || null;
    if (!(await this.limiter.attempt(user.username, request.ip ?? '', verify)))
      throw new InvalidCredentialsError();
    // The validator asks for an attribute `username`, which another USERNAME_FIELD is not.
    const isNamed = this.model.facts.usernameField === 'username';
    assertAcceptable(change.new_password, isNamed ? user : { ...user, username: '' });
    const encoded = await this.passwords.make(change.new_password);
    if (!(await this.users.replacePassword(user.id, user.password, encoded)))
      throw new PasswordChangedMeanwhileError();
    await this.sessionUser.keepOnlyThis(request, { ...user, password: encoded });
  }

  private async find(name: string | null): Promise<AuthUser | null> {
    return name === null ? null : this.users.findByUsername(name);
  }

  /** Reads the user anew: the turn may have come late, and the password have changed meanwhile. */
  private async verify(name: string | null, password: string): Promise<AuthUser | null> {
    const user = await this.find(name);
    if (!user) {
      await this.passwords.burn(password);
      return null;
    }
    const { ok, mustUpdate } = await this.passwords.verify(password, user.password);
    if (!ok || !user.isActive) return null;
    return mustUpdate ? this.upgrade(user, password) : user;
  }

  /** Re-hashes at the present cost. Whoever changed the password meanwhile wins; then the login fails. */
  private async upgrade(user: AuthUser, password: string): Promise<AuthUser | null> {
    const encoded = await this.passwords.make(password);
    if (await this.users.replacePassword(user.id, user.password, encoded))
      return { ...user, password: encoded };
    const current = await this.users.findById(user.id);
    const stillRight = current && (await this.passwords.verify(password, current.password)).ok;
    return stillRight ? current : null;
  }
}

/** @throws PasswordRefusedError with every objection of Django's four default validators */
function assertAcceptable(password: string, user: AuthUser): void {
  const objections = validatePassword(password, user);
  if (objections.length === 0) return;
  throw new PasswordRefusedError(
    objections.map(({ code, message }) => ({ field: 'new_password', code, message })),
  );
}
