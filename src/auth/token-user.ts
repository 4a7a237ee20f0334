import { Injectable } from '@nestjs/common';
import type { Request } from 'express';
import type { FoundUser } from './found-user.js';
import { TokensRepository } from './tokens.repository.js';

/** The column is `varchar(40)`, and nothing but ASCII stands in a header. */
const TOKEN = /^[\x21-\x7e]{1,40}$/;

/** As old as a user may be who was read before the body of his request came. */
const STALE_MS = 1000;

/**
 * The token of `Authorization: Token 9944b…` (`rest_framework.authentication.TokenAuthentication`).
 * @returns undefined when the header names no token; an empty text when it is malformed
 */
export function readToken(header: string | undefined): string | undefined {
  const [scheme = '', token = '', ...rest] = (header ?? '').trim().split(/\s+/);
  if (scheme.toLowerCase() !== 'token') return undefined;
  return rest.length === 0 && TOKEN.test(token) ? token : '';
}

/** Who a token belongs to. Asked by the rate limit and by the guard, the database is once for a request. */
@Injectable()
export class TokenUser {
  private readonly read = new WeakMap<Request, { user: FoundUser | null; at: number }>();

  constructor(private readonly tokens: TokensRepository) {}

  /** The active user of the request's token, or null; undefined when it has none. */
  async resolve(request: Request): Promise<FoundUser | null | undefined> {
    const token = readToken(request.headers.authorization);
    if (token === undefined) return undefined;
    const read = this.read.get(request);
    if (read && Date.now() - read.at < STALE_MS) return read.user;
    const at = Date.now();
    const user = await this.find(token);
    this.read.set(request, { user, at });
    return user;
  }

  /** The active user of this token as of now, or null. */
  async find(token: string): Promise<FoundUser | null> {
    const user = token === '' ? null : await this.tokens.findUser(token);
    return user?.isActive ? user : null;
  }
}
