import { Injectable } from '@nestjs/common';
import { DuplicateKeyError, UserModel } from '../database/index.js';
import { isValidUsername, normalizedEmail, normalizedUsername } from '../django/index.js';
import { SessionFormat, SessionsAdmin } from '../sessions/index.js';
import {
  InvalidUsernameError,
  PasswordChangedMeanwhileError,
  UserNotFoundError,
  UsernameTakenError,
} from './auth.errors.js';
import { Passwords } from './passwords.js';
import { UsersRepository } from './users.repository.js';

/** Accounts as `manage.py createsuperuser` and `changepassword` make and change them. */
@Injectable()
export class AccountsService {
  constructor(
    private readonly users: UsersRepository,
    private readonly passwords: Passwords,
    private readonly format: SessionFormat,
    private readonly sessions: SessionsAdmin,
    private readonly model: UserModel,
  ) {}

  /**
   * Name and address are checked and normalised as `createsuperuser` does, so a name with spaces around is refused.
   * @param name what goes into the model's USERNAME_FIELD
   * @returns the name as it was stored. @throws InvalidUsernameError, UsernameTakenError, UserNotCreatableError
   */
  async createSuperuser(name: string, email: string, password: string): Promise<string> {
    const { usernameField, usernameLength } = this.model.facts;
    if (!isValidUsername(name, usernameField, usernameLength))
      throw new InvalidUsernameError(usernameField, usernameLength);
    const normalized = normalizedUsername(name, this.format.profile);
    const username = usernameField === 'email' ? normalizedEmail(normalized) : normalized;
    const encoded = await this.passwords.make(password);
    const account = { username, email: normalizedEmail(email), password: encoded };
    try {
      await this.users.insertSuperuser(account, new Date());
    } catch (error) {
      if (error instanceof DuplicateKeyError) throw new UsernameTakenError(username);
      throw error;
    }
    return username;
  }

  /**
   * Sets a password without asking for the old one; every session of the user ends. They fail by their hash; where
   * Django knows no hash (before 1.7) they are looked up and ended.
   * @throws UserNotFoundError, PasswordChangedMeanwhileError
   */
  async setPassword(username: string, password: string): Promise<void> {
    const user = await this.users.findByUsername(username);
    if (!user) throw new UserNotFoundError(username);
    const encoded = await this.passwords.make(password);
    if (!(await this.users.replacePassword(user.id, user.password, encoded)))
      throw new PasswordChangedMeanwhileError();
    if (!this.format.profile.checksAuthHash) await this.sessions.endAllOf(user.id);
  }
}
