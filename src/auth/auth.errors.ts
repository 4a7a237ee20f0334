import { DomainError } from '../domain-error.js';

export class NotAuthenticatedError extends DomainError {
  readonly code = 'not_authenticated';

  constructor() {
    super('Log in first: POST /api/auth/login, or log in on the Django site.');
  }
}

/** One answer for an unknown user, a wrong password and an inactive user. */
export class InvalidCredentialsError extends DomainError {
  readonly code = 'invalid_credentials';

  constructor() {
    super('The user name or the password is wrong, or the user is not active.');
  }
}

export class CsrfFailedError extends DomainError {
  readonly code = 'csrf_failed';

  constructor(reason: string) {
    super(`${reason} Get a token from GET /api/auth/csrf and send it back with its cookie.`, {
      reason,
    });
  }
}

export class PermissionDeniedError extends DomainError {
  readonly code = 'permission_denied';

  constructor(required: string) {
    super('You do not have permission to do this.', { required });
  }
}

export class PasswordRefusedError extends DomainError {
  readonly code = 'validation_failed';

  constructor(errors: readonly { field: string; code: string; message: string }[]) {
    super('The new password is not acceptable.', { errors });
  }
}

/** Somebody else changed the password between our check and our write. */
export class PasswordChangedMeanwhileError extends DomainError {
  readonly code = 'password_changed_meanwhile';

  constructor() {
    super('The password was changed by another request. Log in again.');
  }
}

/** More logins at once than the machine can hash; others must not wait for them. */
export class HashingBusyError extends DomainError {
  readonly code = 'hashing_busy';

  constructor() {
    super('Too many logins at once. Try again in a moment.', { retry_after: 1 });
  }
}

export class UserNotFoundError extends DomainError {
  readonly code = 'user_not_found';

  constructor(username: string) {
    super('There is no user with this name.', { username });
  }
}

/** A name that Django's `createsuperuser` would refuse. */
export class InvalidUsernameError extends DomainError {
  readonly code = 'validation_failed';

  /** @param field the model's USERNAME_FIELD */
  constructor(field: string, longest: number) {
    super(
      field === 'username'
        ? `A user name has at most ${longest} letters, digits and @/./+/-/_, and nothing else.`
        : `The ${field} has ${field === 'email' ? 'to be an address of' : ''} 1 to ${longest} characters.`,
    );
  }
}

/** A table that only the site's own code can fill. */
export class UserNotCreatableError extends DomainError {
  readonly code = 'unprocessable';

  constructor(reason: string) {
    super(
      `The user cannot be made here: ${reason} Make it on the site: manage.py createsuperuser.`,
    );
  }
}

export class UsernameTakenError extends DomainError {
  readonly code = 'username_taken';

  constructor(username: string) {
    super('There is a user with this name already.', { username });
  }
}
