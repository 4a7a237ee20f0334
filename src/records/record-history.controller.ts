import { Controller, Get, Param, Query, Res } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { Response } from 'express';
import { type HistoryQuery, historyQuerySchema } from '../events/index.js';
import { stringifyJson } from '../exact-json.js';
import { ApiProblems, CurrentUser, type User } from '../http/index.js';
import { RecordHistoryService, recordHistorySchema } from './record-history.service.js';
import { ApiKey, ApiLabel } from './record-responses.js';

/** The history of one row of a model. */
@ApiTags('models')
@Controller('api/models/:label')
export class RecordHistoryController {
  constructor(private readonly history: RecordHistoryService) {}

  @Get(':key/history')
  @ApiOperation({ summary: 'Who changed what, newest first; also of a row that is gone' })
  @ApiLabel()
  @ApiKey()
  @ApiOkResponse({ standardSchema: recordHistorySchema, description: 'One page' })
  @ApiProblems(400, 401, 404, 503)
  async read(
    @CurrentUser() user: User,
    @Param('label') label: string,
    @Param('key') key: string,
    @Query({ schema: historyQuerySchema }) query: HistoryQuery,
    @Res({ passthrough: true }) response: Response,
  ): Promise<string> {
    const history = await this.history.read(user, label, key, query);
    response.type('application/json');
    return stringifyJson(history);
  }
}
