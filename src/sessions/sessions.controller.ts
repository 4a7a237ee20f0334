import { Body, Controller, Delete, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { ApiProblems, SuperuserOnly } from '../http/index.js';
import {
  type DecodeBody,
  decodeSchema,
  type EndSessionsQuery,
  endSessionsSchema,
  type SessionListQuery,
  sessionListSchema,
} from './dto/sessions.dto.js';
import { type SessionList, SessionsAdmin } from './sessions-admin.service.js';
import type { DecodedView, SessionView } from './session-view.js';

/** Other people's sessions, for operators. */
@ApiTags('sessions')
@SuperuserOnly()
@ApiProblems(401, 403)
@Controller('api/sessions')
export class SessionsController {
  constructor(private readonly admin: SessionsAdmin) {}

  @Get()
  @ApiOperation({ summary: 'Sessions, newest expiry first; keys are shortened' })
  list(@Query({ schema: sessionListSchema }) query: SessionListQuery): Promise<SessionList> {
    return this.admin.list(query);
  }

  @Get(':key')
  @ApiOperation({ summary: 'One session, decoded' })
  @ApiProblems(404)
  read(@Param('key') key: string): Promise<SessionView> {
    return this.admin.read(key);
  }

  @Delete(':key')
  @HttpCode(204)
  @ApiOperation({ summary: 'End one session' })
  @ApiProblems(404)
  end(@Param('key') key: string): Promise<void> {
    return this.admin.end(key);
  }

  @Delete()
  @ApiOperation({ summary: 'End every session of a user' })
  endAll(
    @Query({ schema: endSessionsSchema }) query: EndSessionsQuery,
  ): Promise<{ ended: number }> {
    return this.admin.endAllOf(query.user_id);
  }

  @Post('decode')
  @HttpCode(200)
  @ApiOperation({ summary: 'Decode any session_data' })
  @ApiProblems(400, 422)
  decode(@Body({ schema: decodeSchema }) body: DecodeBody): DecodedView {
    return this.admin.decode(body.session_data);
  }
}
