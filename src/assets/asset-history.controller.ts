import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { type HistoryQuery, historyQuerySchema } from '../events/index.js';
import { ApiProblems, idParam, RequirePermission } from '../http/index.js';
import { AssetHistoryService, type History, historySchema } from './asset-history.service.js';

/** The history of one asset. */
@ApiTags('assets')
@Controller('api/assets')
export class AssetHistoryController {
  constructor(private readonly history: AssetHistoryService) {}

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
