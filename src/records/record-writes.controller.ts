import {
  Body,
  Controller,
  Delete,
  HttpCode,
  Param,
  Patch,
  Post,
  Put,
  Req,
  Res,
} from '@nestjs/common';
import {
  ApiConsumes,
  ApiCreatedResponse,
  ApiNoContentResponse,
  ApiOkResponse,
  ApiOperation,
  ApiTags,
} from '@nestjs/swagger';
import type { Request, Response } from 'express';
import { z } from 'zod';
import { exactDocument } from '../exact-json.js';
import { ApiProblems, CurrentUser, isMergePatch, jsonObject, type User } from '../http/index.js';
import {
  type BulkDelete,
  type BulkPatch,
  type Claim,
  claimSchema,
  recordsDeleteSchema,
  recordsPatchSchema,
  recordsResultSchema,
} from './dto/write.dto.js';
import { urlOf } from './describe.js';
import { ApiKey, ApiLabel, ETAG, recordSchema, sendJson } from './record-responses.js';
import { RecordWrites, type Written } from './record-writes.service.js';
import {
  ApiConditions,
  ApiIdempotencyKey,
  ApiWait,
  Conditions,
  UnitConditions,
  type WriteConditions,
} from './write-conditions.js';

const values = jsonObject().meta({
  id: 'RecordValues',
  description:
    'Editable fields and many-to-many relations by name, as `GET /api/models` tells them.',
  example: { status: 'Online', owner: '张三', ethernets: [3, 4] },
});

const claimedSchema = z
  .object({ results: z.array(recordSchema) })
  .meta({ id: 'Claimed', description: 'The rows that were taken, as they are now.' });

const ApiMergePatch = () => ApiConsumes('application/json', 'application/merge-patch+json');

/** Keys that no path names: clients take dots for folders, and a GET of the last two is of all rows. */
const NO_PATHS: ReadonlySet<string> = new Set(['', '.', '..', 'aggregate', 'export']);

/** Writes rows of models, as far as lockstep.json allows. Answers are texts: numbers in them are exact at any size. */
@ApiTags('models')
@ApiProblems(400, 401, 403, 404, 409, 423, 503)
@Controller('api/models/:label')
export class RecordWritesController {
  constructor(private readonly writes: RecordWrites) {}

  @Post()
  @ApiOperation({ summary: 'Add a row' })
  @ApiLabel()
  @ApiWait()
  @ApiIdempotencyKey()
  @ApiCreatedResponse({
    standardSchema: recordSchema,
    description: 'The row as it was stored',
    headers: { ETag: ETAG, Location: { schema: { type: 'string' } } },
  })
  async create(
    @CurrentUser() user: User,
    @Param('label') label: string,
    @Body({ schema: values }) body: object,
    @UnitConditions() conditions: UnitConditions,
    @Res({ passthrough: true }) response: Response,
  ): Promise<string> {
    const written = await this.writes.create(
      user,
      label,
      { values: exactDocument(body) },
      conditions,
    );
    return this.answer(response, label, written);
  }

  @Post('claim')
  @HttpCode(200)
  @ApiOperation({ summary: 'Take any rows that fit and set them, never one twice' })
  @ApiLabel()
  @ApiWait()
  @ApiIdempotencyKey()
  @ApiOkResponse({ standardSchema: claimedSchema, description: 'The rows that were taken' })
  async claim(
    @CurrentUser() user: User,
    @Param('label') label: string,
    @Body({ schema: claimSchema }) wish: Claim,
    @UnitConditions() conditions: UnitConditions,
    @Res({ passthrough: true }) response: Response,
  ): Promise<string> {
    return sendJson(response, await this.writes.claim(user, label, wish, conditions));
  }

  @Patch()
  @ApiOperation({ summary: 'Change all rows that match a filter, or none' })
  @ApiLabel()
  @ApiConditions()
  @ApiIdempotencyKey()
  @ApiOkResponse({ standardSchema: recordsResultSchema, description: 'What was changed' })
  @ApiProblems(412)
  async changeMany(
    @CurrentUser() user: User,
    @Param('label') label: string,
    @Body({ schema: recordsPatchSchema }) wish: BulkPatch,
    @Conditions() conditions: WriteConditions,
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
  ): Promise<string> {
    const isMerge = isMergePatch(request);
    return sendJson(
      response,
      await this.writes.changeMany(user, label, { ...wish, isMerge }, conditions),
    );
  }

  @Delete()
  @ApiOperation({ summary: 'Delete all rows that match a filter, or none' })
  @ApiLabel()
  @ApiConditions()
  @ApiOkResponse({ standardSchema: recordsResultSchema, description: 'What was deleted' })
  @ApiProblems(412)
  async removeMany(
    @CurrentUser() user: User,
    @Param('label') label: string,
    @Body({ schema: recordsDeleteSchema }) wish: BulkDelete,
    @Conditions() conditions: WriteConditions,
    @Res({ passthrough: true }) response: Response,
  ): Promise<string> {
    return sendJson(response, await this.writes.removeMany(user, label, wish, conditions));
  }

  @Patch(':key')
  @ApiOperation({ summary: 'Change some fields of a row under its lock' })
  @ApiLabel()
  @ApiKey()
  @ApiMergePatch()
  @ApiConditions()
  @ApiIdempotencyKey()
  @ApiOkResponse({
    standardSchema: recordSchema,
    description: 'The row as it is now',
    headers: { ETag: ETAG },
  })
  @ApiProblems(412, 428)
  async change(
    @CurrentUser() user: User,
    @Param('label') label: string,
    @Param('key') key: string,
    @Body({ schema: values }) body: object,
    @Conditions() conditions: WriteConditions,
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
  ): Promise<string> {
    const given = { values: exactDocument(body), isMerge: isMergePatch(request) };
    const written = await this.writes.change(user, label, key, given, conditions);
    return this.answer(response, label, written);
  }

  @Put(':key')
  @ApiOperation({ summary: "Change the row, or add it: Django's update_or_create" })
  @ApiLabel()
  @ApiKey()
  @ApiConditions()
  @ApiOkResponse({
    standardSchema: recordSchema,
    description: 'The row as it is now',
    headers: { ETag: ETAG },
  })
  @ApiCreatedResponse({
    standardSchema: recordSchema,
    description: 'The row as it was stored',
    headers: { ETag: ETAG, Location: { schema: { type: 'string' } } },
  })
  @ApiProblems(412, 428)
  async put(
    @CurrentUser() user: User,
    @Param('label') label: string,
    @Param('key') key: string,
    @Body({ schema: values }) body: object,
    @Conditions() conditions: WriteConditions,
    @Res({ passthrough: true }) response: Response,
  ): Promise<string> {
    const given = { values: exactDocument(body) };
    return this.answer(response, label, await this.writes.put(user, label, key, given, conditions));
  }

  @Delete(':key')
  @HttpCode(204)
  @ApiOperation({ summary: 'Delete a row' })
  @ApiLabel()
  @ApiKey()
  @ApiConditions()
  @ApiNoContentResponse({ description: 'Deleted' })
  @ApiProblems(412, 428)
  remove(
    @CurrentUser() user: User,
    @Param('label') label: string,
    @Param('key') key: string,
    @Conditions() conditions: WriteConditions,
  ): Promise<void> {
    return this.writes.remove(user, label, key, conditions);
  }

  private answer(response: Response, label: string, written: Written): string {
    const { key, view, etag, isNew } = written;
    response.setHeader('ETag', etag);
    response.status(isNew ? 201 : 200);
    const part = String(key);
    // A row without the value that stands in paths has none either.
    if (isNew && key !== null && !NO_PATHS.has(part))
      response.setHeader('Location', `${urlOf({ label })}/${encodeURIComponent(part)}`);
    return sendJson(response, view);
  }
}
