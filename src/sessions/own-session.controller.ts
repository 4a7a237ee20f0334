import { Body, Controller, Get, Patch, Req } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { Request } from 'express';
import { SessionData } from '../django/index.js';
import { djangoSession, ApiProblems, Public, type RequestSession } from '../http/index.js';
import { assertAnonymousSize } from './anonymous-size.js';
import { type SessionPatch, sessionPatchSchema } from './dto/sessions.dto.js';
import { SessionLifecycle } from './session-lifecycle.js';
import { type OwnSessionView, ownSessionSchema } from './session-view.js';
import { PrivateSessionKeyError } from './sessions.errors.js';

/** The caller's own session. Public, because an anonymous visitor has one too, as in Django. */
@ApiTags('session')
@Public()
@Controller('api/session')
export class OwnSessionController {
  constructor(private readonly lifecycle: SessionLifecycle) {}

  @Get()
  @ApiOperation({ summary: "The caller's own session" })
  @ApiOkResponse({ standardSchema: ownSessionSchema, description: 'Empty for a new visitor' })
  read(@Req() request: Request): OwnSessionView {
    return toOwnView(request);
  }

  @Patch()
  @ApiOperation({
    summary: 'Set keys of the own session; null removes a key',
    description: 'Without a login a session holds 8 KB at most.',
  })
  @ApiOkResponse({ standardSchema: ownSessionSchema, description: 'The session as it is now' })
  @ApiProblems(400, 403, 409, 413, 503)
  async change(
    @Req() request: Request,
    @Body({ schema: sessionPatchSchema }) patch: SessionPatch,
  ): Promise<OwnSessionView> {
    applyPatch(djangoSession(request), patch);
    await this.lifecycle.commit(request);
    return toOwnView(request);
  }
}

/** @throws PrivateSessionKeyError, SessionTooLargeError; then nothing is changed */
function applyPatch({ data }: RequestSession, patch: SessionPatch): void {
  const reserved = Object.keys(patch).find((key) => key.startsWith('_'));
  if (reserved !== undefined) throw new PrivateSessionKeyError(reserved);
  const next = patched(data, patch);
  assertAnonymousSize(data, next);
  data.apply(next.changes());
}

function patched(data: SessionData, patch: SessionPatch): SessionData {
  const next = SessionData.parse(data.body());
  for (const [key, value] of Object.entries(patch)) {
    if (value === null) next.delete(key);
    else next.set(key, value);
  }
  return next;
}

/** Everything but the fingerprint of the password, which no page needs. */
function toOwnView(request: Request): OwnSessionView {
  const { data, stored } = djangoSession(request);
  const visible = data.toObject();
  delete visible._auth_user_hash;
  return { expire_date: stored?.expireDate.toISOString() ?? null, data: visible };
}
