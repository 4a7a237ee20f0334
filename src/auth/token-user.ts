import { Injectable } from '@nestjs/common';
import type { FoundUser } from './found-user.js';
import { TokensRepository } from './tokens.repository.js';

/** The column is `varchar(40)`, and nothing but ASCII stands in a header. */
const TOKEN = /^[\x21-\x7e]{1,40}$/;

/**
 * The token of `Authorization: Token 9944b…` (`rest_framework.authentication.TokenAuthentication`).
 * @returns undefined when the header names no token; an empty text when it is malformed
 */
export function readToken(header: string | undefined): string | undefined {
  const [scheme = '', token = '', ...rest] = (header ?? '').trim().split(/\s+/);
  if (scheme.toLowerCase() !== 'token') return undefined;
  return rest.length === 0 && TOKEN.test(token) ? token : '';
}

/** Who a token belongs to. */
@Injectable()
export class TokenUser {
  constructor(private readonly tokens: TokensRepository) {}

  /** The active user of this token, or null. */
  async resolve(token: string): Promise<FoundUser | null> {
    const user = token === '' ? null : await this.tokens.findUser(token);
    return user?.isActive ? user : null;
  }
}
