import { Body, Controller, Get, HttpCode, Post, Req, UseGuards } from '@nestjs/common';
import { ApiNoContentResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { Request } from 'express';
import { ApiProblems, CurrentUser, Public, type User } from '../http/index.js';
import type { AuthUser } from '../database/index.js';
import { AuthService } from './auth.service.js';
import { CsrfService } from './csrf.service.js';
import {
  type CsrfToken,
  csrfTokenSchema,
  type LoginBody,
  loginSchema,
  type PasswordChange,
  passwordChangeSchema,
} from './dto/auth.dto.js';
import { LocalAuthGuard, VerifiedAccount } from './local-auth.guard.js';
import { type UserView, userViewSchema } from './user-view.js';

/** Django's login over JSON: a login here is a login on the Django site, and the other way round. */
@ApiTags('auth')
@Controller('api/auth')
export class AuthController {
  constructor(
    private readonly auth: AuthService,
    private readonly csrf: CsrfService,
  ) {}

  @Get('csrf')
  @Public()
  @ApiOperation({ summary: "A CSRF token, with Django's cookie" })
  @ApiOkResponse({ standardSchema: csrfTokenSchema, description: 'For the header X-CSRFToken' })
  token(@Req() request: Request): CsrfToken {
    return { csrfToken: this.csrf.issue(request) };
  }

  @Post('login')
  @HttpCode(200)
  @Public()
  @UseGuards(LocalAuthGuard)
  @ApiOperation({ summary: 'Log in' })
  @ApiOkResponse({ standardSchema: userViewSchema, description: 'Who is logged in now' })
  @ApiProblems(400, 401, 403, 429, 503)
  login(
    @Req() request: Request,
    @VerifiedAccount() user: AuthUser,
    @Body({ schema: loginSchema }) _: LoginBody,
  ): Promise<UserView> {
    return this.auth.login(request, user);
  }

  @Post('logout')
  @HttpCode(204)
  @Public()
  @ApiOperation({ summary: 'Log out: the session ends here and on the Django site' })
  @ApiNoContentResponse({ description: 'Logged out' })
  @ApiProblems(403)
  logout(@Req() request: Request): Promise<void> {
    return this.auth.logout(request);
  }

  @Get('me')
  @ApiOperation({ summary: 'The logged-in user with groups and permissions' })
  @ApiOkResponse({ standardSchema: userViewSchema, description: 'Who is logged in' })
  @ApiProblems(401)
  me(@CurrentUser() user: User): Promise<UserView> {
    return this.auth.me(user);
  }

  @Post('password')
  @HttpCode(204)
  @ApiOperation({ summary: 'Change the own password; other sessions of the user end' })
  @ApiNoContentResponse({ description: 'Changed; this session goes on' })
  @ApiProblems(400, 401, 403, 409, 429, 503)
  changePassword(
    @Req() request: Request,
    @CurrentUser() user: User,
    @Body({ schema: passwordChangeSchema }) change: PasswordChange,
  ): Promise<void> {
    return this.auth.changePassword(request, user.id, change);
  }
}
