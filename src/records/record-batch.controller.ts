import { Body, Controller, HttpCode, Post, Res } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { Response } from 'express';
import { ApiProblems, CurrentUser, type User } from '../http/index.js';
import { type RecordBatch, recordBatchResultSchema, recordBatchSchema } from './dto/batch.dto.js';
import { RecordBatches } from './record-batch.service.js';
import { sendJson } from './record-responses.js';
import { ApiIdempotencyKey, ApiWait, UnitConditions } from './write-conditions.js';

/** Several operations in one request, on rows of one or several models. */
@ApiTags('models')
@Controller('api/batch')
export class RecordBatchController {
  constructor(private readonly batches: RecordBatches) {}

  @Post()
  @HttpCode(200)
  @ApiOperation({
    summary: 'Operations on rows of several models, all or none of them, or each for itself',
  })
  @ApiWait()
  @ApiIdempotencyKey()
  @ApiOkResponse({ standardSchema: recordBatchResultSchema, description: 'What became of each' })
  @ApiProblems(400, 401, 403, 404, 409, 412, 423, 428, 503)
  async run(
    @CurrentUser() user: User,
    @Body({ schema: recordBatchSchema }) { atomic, operations }: RecordBatch,
    @UnitConditions() conditions: UnitConditions,
    @Res({ passthrough: true }) response: Response,
  ): Promise<string> {
    const results = atomic
      ? await this.batches.atomic(user, operations, conditions)
      : await this.batches.partial(user, operations, conditions);
    const failed = results.filter(({ status }) => status >= 400).length;
    return sendJson(response, { atomic, failed, results });
  }
}
