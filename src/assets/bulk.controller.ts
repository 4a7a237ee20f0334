import { Body, Controller, Delete, HttpCode, Patch, Post } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import { ApiProblems, CurrentUser, RequirePermission, type User } from '../http/index.js';
import {
  ApiConditions,
  ApiIdempotencyKey,
  ApiWait,
  Conditions,
  UnitConditions,
  type WriteConditions,
} from '../records/index.js';
import { type AssetView, assetViewSchema } from './asset-view.js';
import { BulkService } from './bulk.service.js';
import {
  type Allocate,
  allocateSchema,
  type BulkDelete,
  bulkDeleteSchema,
  type BulkPatch,
  bulkPatchSchema,
  type BulkResult,
  bulkResultSchema,
} from './dto/bulk.dto.js';

const allocatedSchema = z
  .object({ results: z.array(assetViewSchema) })
  .meta({ description: 'The assets that the user has now, by id.' });

/** Many assets at once, chosen by a filter. */
@ApiTags('assets')
@ApiProblems(400, 401, 403, 409, 423, 503)
@Controller('api/assets')
export class BulkController {
  constructor(private readonly bulk: BulkService) {}

  @Patch()
  @RequirePermission('assets.change_asset')
  @ApiOperation({ summary: 'Change all assets that match a filter, or none' })
  @ApiConditions()
  @ApiIdempotencyKey()
  @ApiOkResponse({ standardSchema: bulkResultSchema, description: 'What was changed' })
  @ApiProblems(412)
  change(
    @CurrentUser() user: User,
    @Body({ schema: bulkPatchSchema }) wish: BulkPatch,
    @Conditions() conditions: WriteConditions,
  ): Promise<BulkResult> {
    return this.bulk.change(user, wish, conditions);
  }

  @Delete()
  @RequirePermission('assets.delete_asset')
  @ApiOperation({ summary: 'Delete all assets that match a filter, or none; their history stays' })
  @ApiConditions()
  @ApiOkResponse({ standardSchema: bulkResultSchema, description: 'What was deleted' })
  @ApiProblems(412)
  remove(
    @CurrentUser() user: User,
    @Body({ schema: bulkDeleteSchema }) wish: BulkDelete,
    @Conditions() conditions: WriteConditions,
  ): Promise<BulkResult> {
    return this.bulk.remove(user, wish, conditions);
  }

  @Post('allocate')
  @HttpCode(200)
  @RequirePermission('assets.change_asset')
  @ApiOperation({ summary: 'Hand any free assets that match a filter to a user' })
  @ApiWait()
  @ApiIdempotencyKey()
  @ApiOkResponse({ standardSchema: allocatedSchema, description: 'The assets that were taken' })
  async allocate(
    @CurrentUser() user: User,
    @Body({ schema: allocateSchema }) wish: Allocate,
    @UnitConditions() conditions: UnitConditions,
  ): Promise<{ results: AssetView[] }> {
    return { results: await this.bulk.allocate(user, wish, conditions) };
  }
}
