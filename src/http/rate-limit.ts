import type { NextFunction, Request, Response } from 'express';
import type { Limits } from '../limits/index.js';
import { within } from '../within.js';
import { clientNetwork } from './client-address.js';
import type { User } from './user.js';
import { LimitsUnknownError, RateLimitedError } from './http.errors.js';

/** The answer takes microseconds; one that is not there by then does not come. */
const ANSWER_MS = 5_000;

/**
 * Refuses a caller who sends more than `limit` requests in a minute, and tells everybody how many are left. Mount it
 * behind the session: before that a cookie is only a claim, and with made-up ones a caller would never meet his limit.
 *
 * @param limit more than 0; with `RATE_LIMIT=0` this is not mounted at all
 * @param tokenUser the user whose token the request has, null for a token of nobody, undefined without one
 */
export function limitRate(limit: number, limits: Limits, tokenUser: TokenUserOf) {
  return async (request: Request, response: Response, next: NextFunction): Promise<void> => {
    const counted = limits.countRequest(callerOf(request, await tokenUser(request)));
    const { count, secondsLeft } = await within(ANSWER_MS, counted, () => {
      throw new LimitsUnknownError();
    });
    response.setHeader('RateLimit-Limit', limit);
    response.setHeader('RateLimit-Remaining', Math.max(0, limit - count));
    response.setHeader('RateLimit-Reset', secondsLeft);
    next(count > limit ? new RateLimitedError(secondsLeft) : undefined);
  };
}

type TokenUserOf = (request: Request) => Promise<Pick<User, 'id'> | null | undefined>;

/**
 * A login or a token is one caller, wherever it calls from. Without a login a session is no more than a cookie, and a token of
 * nobody no more than a text: anybody has as many as he likes, and each would begin at 0.
 */
function callerOf(
  request: Omit<Request, 'session'> & Partial<Pick<Request, 'session'>>,
  tokenUser: Pick<User, 'id'> | null | undefined,
): string {
  if (tokenUser) return `token ${tokenUser.id}`;
  return tokenUser === undefined && request.session?.django?.hasLogin
    ? `session ${request.sessionID}`
    : clientNetwork(request.ip ?? '');
}
