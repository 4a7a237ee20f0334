import { Injectable } from '@nestjs/common';
import { PassportStrategy } from '@nestjs/passport';
import type { Request } from 'express';
import { Strategy } from 'passport-local';
import type { AuthUser } from '../database/index.js';
import { AuthService } from './auth.service.js';

/**
 * passport-local against the site's users. It only says who it is: `session: false`, because passport would
 * write `passport.user` into the session, where Django looks for its own three keys.
 */
@Injectable()
export class LocalStrategy extends PassportStrategy(Strategy) {
  constructor(private readonly auth: AuthService) {
    super({ session: false, passReqToCallback: true });
  }

  validate(request: Request, username: string, password: string): Promise<AuthUser> {
    return this.auth.authenticate(username, password, request.ip ?? '');
  }
}
