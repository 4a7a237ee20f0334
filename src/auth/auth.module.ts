import { Module } from '@nestjs/common';
import { APP_GUARD } from '@nestjs/core';
import { PassportModule } from '@nestjs/passport';
import { TypeOrmModule } from '@nestjs/typeorm';
import { AuthUser } from '../database/index.js';
import { LoginRateLimiter } from '../http/index.js';
import { SessionsModule } from '../sessions/index.js';
import { AccountsService } from './accounts.service.js';
import { AuthController } from './auth.controller.js';
import { AuthService } from './auth.service.js';
import { AuthenticationGuard } from './authentication.guard.js';
import { CsrfGuard } from './csrf.guard.js';
import { CsrfService } from './csrf.service.js';
import { LiveAccess } from './live-access.js';
import { LocalStrategy } from './local.strategy.js';
import { Passwords } from './passwords.js';
import { PermissionsGuard } from './permissions.guard.js';
import { RecordAccess } from './record-access.js';
import { SessionUser } from './session-user.js';
import { TokenUser } from './token-user.js';
import { TokensRepository } from './tokens.repository.js';
import { UsersController } from './users.controller.js';
import { UsersRepository } from './users.repository.js';

/** Owns the table of users (`auth_user`, or what AUTH_USER_MODEL names), its groups and permissions, and guards every route. */
@Module({
  imports: [TypeOrmModule.forFeature([AuthUser]), PassportModule, SessionsModule],
  controllers: [AuthController, UsersController],
  providers: [
    UsersRepository,
    Passwords,
    AccountsService,
    LoginRateLimiter,
    SessionUser,
    TokensRepository,
    TokenUser,
    CsrfService,
    AuthService,
    LocalStrategy,
    LiveAccess,
    RecordAccess,
    // In this order: who is it, does it come from our page, may he do this.
    { provide: APP_GUARD, useClass: AuthenticationGuard },
    { provide: APP_GUARD, useClass: CsrfGuard },
    { provide: APP_GUARD, useClass: PermissionsGuard },
  ],
  exports: [
    AccountsService,
    Passwords,
    LiveAccess,
    RecordAccess,
    TokensRepository,
    UsersRepository,
  ],
})
export class AuthModule {}
