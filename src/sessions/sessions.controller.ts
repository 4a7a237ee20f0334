import { Body, Controller, Delete, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiNoContentResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { ApiProblems, SuperuserOnly } from '../http/index.js';
import {
  type DecodeBody,
  decodeSchema,
  type EndSessionsQuery,
  endSessionsSchema,
  type SessionListQuery,
  sessionListSchema,
} from './dto/sessions.dto.js';
import { SessionsAdmin } from './sessions-admin.service.js';
import {
  type DecodedView,
  decodedViewSchema,
  endedSchema,
  type SessionList,
  sessionListViewSchema,
  type SessionView,
  sessionViewSchema,
} from './session-view.js';

/** Other people's sessions, for operators. */
@ApiTags('sessions')
@SuperuserOnly()
@ApiProblems(401, 403)
@Controller('api/sessions')
export class SessionsController {
  constructor(private readonly admin: SessionsAdmin) {}

  @Get()
  @ApiOperation({ summary: 'Sessions, newest expiry first; keys are shortened' })
  @ApiOkResponse({ standardSchema: sessionListViewSchema, description: 'Newest expiry first' })
  @ApiProblems(400)
  list(@Query({ schema: sessionListSchema }) query: SessionListQuery): Promise<SessionList> {
    return this.admin.list(query);
  }

  @Get(':key')
  @ApiOperation({ summary: 'One session, decoded' })
  @ApiOkResponse({ standardSchema: sessionViewSchema, description: 'With its data' })
  @ApiProblems(404)
  read(@Param('key') key: string): Promise<SessionView> {
    return this.admin.read(key);
  }

  @Delete(':key')
  @HttpCode(204)
  @ApiOperation({ summary: 'End one session' })
  @ApiNoContentResponse({ description: 'Ended' })
  @ApiProblems(404)
  end(@Param('key') key: string): Promise<void> {
    return this.admin.end(key);
  }

  @Delete()
  @ApiOperation({ summary: 'End every session of a user' })
  @ApiOkResponse({ standardSchema: endedSchema, description: 'How many' })
  @ApiProblems(400)
  endAll(
    @Query({ schema: endSessionsSchema }) query: EndSessionsQuery,
  ): Promise<{ ended: number }> {
    return this.admin.endAllOf(query.user_id);
  }

  @Post('decode')
  @HttpCode(200)
  @ApiOperation({ summary: 'Decode any session_data' })
  @ApiOkResponse({ standardSchema: decodedViewSchema, description: 'Also of one no key verifies' })
  @ApiProblems(400, 422)
  decode(@Body({ schema: decodeSchema }) body: DecodeBody): DecodedView {
    return this.admin.decode(body.session_data);
  }
}
