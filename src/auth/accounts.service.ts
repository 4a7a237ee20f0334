import { Injectable } from '@nestjs/common';
import { DuplicateKeyError } from '../database/index.js';
import { UserNotFoundError, UsernameTakenError } from './auth.errors.js';
import { Passwords } from './passwords.js';
import { UsersRepository } from './users.repository.js';

/** Accounts as `manage.py createsuperuser` and `changepassword` make and change them. */
@Injectable()
export class AccountsService {
  constructor(
    private readonly users: UsersRepository,
    private readonly passwords: Passwords,
  ) {}

  /** @throws UsernameTakenError */
  async createSuperuser(username: string, email: string, password: string): Promise<void> {
    const encoded = await this.passwords.make(password);
    try {
      await this.users.insertSuperuser({ username, email, password: encoded }, new Date());
    } catch (error) {
      if (error instanceof DuplicateKeyError) throw new UsernameTakenError(username);
      throw error;
    }
  }

  /** Sets a password without asking for the old one. @throws UserNotFoundError */
  async setPassword(username: string, password: string): Promise<void> {
    const user = await this.users.findByUsername(username);
    if (!user) throw new UserNotFoundError(username);
    const encoded = await this.passwords.make(password);
    await this.users.replacePassword(user.id, user.password, encoded);
  }
}
