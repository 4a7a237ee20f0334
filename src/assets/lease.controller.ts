import { Body, Controller, Delete, Get, HttpCode, Param, Put } from '@nestjs/common';
import { ApiNoContentResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { ApiProblems, CurrentUser, idParam, RequirePermission, type User } from '../http/index.js';
import {
  ApiConditions,
  ApiLeaseToken,
  ApiWait,
  Conditions,
  LeaseConditions,
  leaseSchema,
  type LeaseWish,
  type WriteConditions,
} from '../records/index.js';
import { type HeldLease, heldLeaseSchema, type LeaseView, leaseViewSchema } from './lease-view.js';
import { AssetLeases } from './lease.service.js';

/** The lease on an asset: an edit lock for a form that is open. */
@ApiTags('assets')
@ApiProblems(400, 401, 403, 404)
@Controller('api/assets/:id/lease')
export class LeaseController {
  constructor(private readonly leases: AssetLeases) {}

  @Get()
  @RequirePermission('assets.view_asset')
  @ApiOperation({ summary: 'Who is editing the asset at present' })
  @ApiOkResponse({ standardSchema: leaseViewSchema, description: 'The lease, without its token' })
  read(@Param('id', { schema: idParam }) id: number): Promise<LeaseView> {
    return this.leases.read(id);
  }

  @Put()
  @RequirePermission('assets.change_asset')
  @ApiOperation({ summary: 'Take a lease, or renew the one whose token is sent' })
  @ApiConditions()
  @ApiOkResponse({ standardSchema: heldLeaseSchema, description: 'The lease with its token' })
  @ApiProblems(412, 423, 503)
  take(
    @CurrentUser() user: User,
    @Param('id', { schema: idParam }) id: number,
    @Body({ schema: leaseSchema }) wish: LeaseWish,
    @Conditions() conditions: WriteConditions,
  ): Promise<HeldLease> {
    return this.leases.take(user, id, wish, conditions);
  }

  @Delete()
  @HttpCode(204)
  @RequirePermission('assets.change_asset')
  @ApiOperation({ summary: 'Give the lease up; a superuser may end anybody’s' })
  @ApiWait()
  @ApiLeaseToken()
  @ApiNoContentResponse({ description: 'There is no lease now' })
  @ApiProblems(412, 423, 503)
  giveUp(
    @CurrentUser() user: User,
    @Param('id', { schema: idParam }) id: number,
    @LeaseConditions() conditions: LeaseConditions,
  ): Promise<void> {
    return this.leases.giveUp(user, id, conditions);
  }
}
