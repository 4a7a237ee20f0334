export { AccountsService } from './accounts.service.js';
export { PermissionDeniedError } from './auth.errors.js';
export { AuthModule } from './auth.module.js';
export { LiveAccess } from './live-access.js';
export { type Allows, RecordAccess } from './record-access.js';
export { Passwords } from './passwords.js';
export { TokensRepository } from './tokens.repository.js';
export { TokenUser } from './token-user.js';
export { UsersRepository } from './users.repository.js';
