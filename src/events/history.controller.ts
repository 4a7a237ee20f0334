import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { ApiProblems, idParam, RequirePermission } from '../http/index.js';
import {
  type History,
  type HistoryQuery,
  historyQuerySchema,
  historySchema,
} from './dto/history.dto.js';
import { HistoryService } from './history.service.js';

/** The history of one asset. */
@ApiTags('assets')
@Controller('api/assets')
export class HistoryController {
  constructor(private readonly history: HistoryService) {}

  @Get(':id/history')
  @RequirePermission('assets.view_asset')
  @ApiOperation({ summary: 'Who changed what, newest first; also of a deleted asset' })
  @ApiOkResponse({ standardSchema: historySchema, description: 'One page' })
  @ApiProblems(400, 401, 403, 404)
  read(
    @Param('id', { schema: idParam }) id: number,
    @Query({ schema: historyQuerySchema }) query: HistoryQuery,
  ): Promise<History> {
    return this.history.read(id, query);
  }
}
