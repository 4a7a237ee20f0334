import { Body, Controller, HttpCode, Post } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { ApiProblems, CurrentUser, RequirePermission, type User } from '../http/index.js';
import { ApiIdempotencyKey, ApiWait, UnitConditions } from '../records/index.js';
import { AssetBatches } from './batch.service.js';
import {
  type Batch,
  type BatchResult,
  batchResultSchema,
  batchSchema,
  permissionsOf,
} from './dto/batch.dto.js';

/** Several operations in one request. */
@ApiTags('assets')
@Controller('api/assets/batch')
export class BatchController {
  constructor(private readonly batches: AssetBatches) {}

  @Post()
  @HttpCode(200)
  @RequirePermission(permissionsOf)
  @ApiOperation({ summary: 'Several operations, all or none of them, or each for itself' })
  @ApiWait()
  @ApiIdempotencyKey()
  @ApiOkResponse({ standardSchema: batchResultSchema, description: 'What became of each' })
  @ApiProblems(400, 401, 403, 404, 409, 412, 423, 428, 503)
  async run(
    @CurrentUser() user: User,
    @Body({ schema: batchSchema }) { atomic, operations }: Batch,
    @UnitConditions() conditions: UnitConditions,
  ): Promise<BatchResult> {
    const results = atomic
      ? await this.batches.atomic(user, operations, conditions)
      : await this.batches.partial(user, operations, conditions);
    return { atomic, failed: results.filter(({ status }) => status >= 400).length, results };
  }
}
