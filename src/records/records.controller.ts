import { Controller, Get, Headers, Param, Query, Res } from '@nestjs/common';
import { ApiHeader, ApiOkResponse, ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { Response } from 'express';
import { ApiProblems, CurrentUser, type User } from '../http/index.js';
import type { QueryParameters } from './query/index.js';
import {
  ApiAggregateParameters,
  ApiKey,
  ApiLabel,
  ApiListParameters,
  ApiShownParameters,
  ETAG,
  groupsSchema,
  modelListSchema,
  recordListSchema,
  recordSchema,
  sendJson,
} from './record-responses.js';
import { RecordsService } from './records.service.js';

/** The tables that the Django site has, as far as they are served. Answers are texts: numbers in them are exact at any size. */
@ApiTags('models')
@Controller('api/models')
export class RecordsController {
  constructor(private readonly records: RecordsService) {}

  @Get()
  @ApiOperation({ summary: 'The models that you may see, with all that a list or a form needs' })
  @ApiOkResponse({ standardSchema: modelListSchema, description: 'By label' })
  @ApiProblems(401, 503)
  async describe(
    @CurrentUser() user: User,
    @Res({ passthrough: true }) response: Response,
  ): Promise<string> {
    return sendJson(response, await this.records.describe(user));
  }

  @Get(':label')
  @ApiOperation({ summary: 'Rows of a model, filtered and ordered, page by page' })
  @ApiLabel()
  @ApiListParameters()
  @ApiOkResponse({ standardSchema: recordListSchema, description: 'One page' })
  @ApiProblems(400, 401, 404, 503)
  async list(
    @CurrentUser() user: User,
    @Param('label') label: string,
    @Query() parameters: QueryParameters,
    @Res({ passthrough: true }) response: Response,
  ): Promise<string> {
    return sendJson(response, await this.records.list(user, label, parameters));
  }

  @Get(':label/aggregate')
  @ApiOperation({ summary: 'Counts, sums, averages, least and greatest values, by groups' })
  @ApiLabel()
  @ApiAggregateParameters()
  @ApiOkResponse({ standardSchema: groupsSchema, description: 'By the values of the groups' })
  @ApiProblems(400, 401, 404, 503)
  async aggregate(
    @CurrentUser() user: User,
    @Param('label') label: string,
    @Query() parameters: QueryParameters,
    @Res({ passthrough: true }) response: Response,
  ): Promise<string> {
    return sendJson(response, await this.records.aggregate(user, label, parameters));
  }

  @Get(':label/:key')
  @ApiOperation({ summary: 'One row' })
  @ApiLabel()
  @ApiKey()
  @ApiShownParameters()
  @ApiHeader({ name: 'If-None-Match', description: 'The ETag of the row as you have it.' })
  @ApiOkResponse({
    standardSchema: recordSchema,
    description: 'The row as it is now',
    headers: { ETag: ETAG },
  })
  @ApiResponse({ status: 304, description: 'As If-None-Match says', headers: { ETag: ETAG } })
  @ApiProblems(400, 401, 404, 503)
  async read(
    @CurrentUser() user: User,
    @Param('label') label: string,
    @Param('key') key: string,
    @Query() parameters: QueryParameters,
    @Headers('if-none-match') ifNoneMatch: string | undefined,
    @Res({ passthrough: true }) response: Response,
  ): Promise<string | undefined> {
    const { view, etag } = await this.records.read(user, label, key, { parameters, ifNoneMatch });
    if (etag !== undefined) response.setHeader('ETag', etag);
    if (view !== undefined) return sendJson(response, view);
    response.status(304);
    return undefined;
  }
}
