import { Body, Controller, Delete, Get, HttpCode, Param, Put, Res } from '@nestjs/common';
import { ApiNoContentResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { Response } from 'express';
import { z } from 'zod';
import { stringifyJson } from '../exact-json.js';
import { ApiProblems, CurrentUser, type User } from '../http/index.js';
import { LEASE_EXAMPLE, leaseFields, leaseSchema, type LeaseWish, tokenField } from './leases.js';
import { RecordLeases } from './record-leases.service.js';
import { ApiKey, ApiLabel } from './record-responses.js';
import {
  ApiConditions,
  ApiLeaseToken,
  ApiWait,
  Conditions,
  LeaseConditions,
  type WriteConditions,
} from './write-conditions.js';

const EXAMPLE = { model: 'blog.asset_db', key: 'SN-0007', ...LEASE_EXAMPLE };

/** Who edits a row, as everybody may see it. */
const recordLeaseSchema = z
  .object({
    model: z.string(),
    key: z.unknown().describe('What stands for the row in paths.'),
    ...leaseFields,
  })
  .meta({ id: 'RecordLease', example: EXAMPLE });

/** The same for the holder, with what they need to write and to renew. */
const heldRecordLeaseSchema = recordLeaseSchema.extend(tokenField).meta({
  id: 'HeldRecordLease',
  example: { ...EXAMPLE, token: '5f0c3c1e9a7d4b62a1d8e7f60b9c2d43' },
});

/** The lease on a row: an edit lock for a form that is open. */
@ApiTags('models')
@ApiProblems(400, 401, 404, 503)
@Controller('api/models/:label/:key/lease')
export class RecordLeasesController {
  constructor(private readonly leases: RecordLeases) {}

  @Get()
  @ApiOperation({ summary: 'Who is editing the row at present' })
  @ApiLabel()
  @ApiKey()
  @ApiOkResponse({ standardSchema: recordLeaseSchema, description: 'The lease, without its token' })
  async read(
    @CurrentUser() user: User,
    @Param('label') label: string,
    @Param('key') key: string,
    @Res({ passthrough: true }) response: Response,
  ): Promise<string> {
    return json(response, await this.leases.read(user, label, key));
  }

  @Put()
  @ApiOperation({ summary: 'Take a lease, or renew the one whose token is sent' })
  @ApiLabel()
  @ApiKey()
  @ApiConditions()
  @ApiOkResponse({ standardSchema: heldRecordLeaseSchema, description: 'The lease with its token' })
  @ApiProblems(403, 412, 423)
  async take(
    @CurrentUser() user: User,
    @Param('label') label: string,
    @Param('key') key: string,
    @Body({ schema: leaseSchema }) wish: LeaseWish,
    @Conditions() conditions: WriteConditions,
    @Res({ passthrough: true }) response: Response,
  ): Promise<string> {
    return json(response, await this.leases.take(user, label, key, { ...wish, ...conditions }));
  }

  @Delete()
  @HttpCode(204)
  @ApiOperation({ summary: 'Give the lease up; a superuser may end anybody’s' })
  @ApiLabel()
  @ApiKey()
  @ApiWait()
  @ApiLeaseToken()
  @ApiNoContentResponse({ description: 'There is no lease now' })
  @ApiProblems(403, 412, 423)
  giveUp(
    @CurrentUser() user: User,
    @Param('label') label: string,
    @Param('key') key: string,
    @LeaseConditions() conditions: LeaseConditions,
  ): Promise<void> {
    return this.leases.giveUp(user, label, key, conditions);
  }
}

/** As text, in which the number of a key is exact at any size. */
function json(response: Response, lease: object): string {
  response.type('application/json');
  return stringifyJson(lease);
}
