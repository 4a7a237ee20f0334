import { Body, Controller, HttpCode, Param, Post, Res } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { Response } from 'express';
import { ApiProblems, CurrentUser, idParam, RequirePermission, type User } from '../http/index.js';
import {
  ApiConditions,
  ApiIdempotencyKey,
  Conditions,
  type WriteConditions,
} from '../records/index.js';
import { ApiAsset, tagged } from './asset-responses.js';
import type { AssetView } from './asset-view.js';
import { CustodyService } from './custody.service.js';
import {
  type CheckIn,
  checkInSchema,
  type CheckOut,
  checkOutSchema,
  type Transition,
  transitionSchema,
} from './dto/custody.dto.js';

/** Who has an asset, and where it is in its life. */
@ApiTags('assets')
@ApiConditions()
@ApiIdempotencyKey()
@ApiProblems(400, 401, 403, 404, 409, 412, 423, 428, 503)
@RequirePermission('assets.change_asset')
@Controller('api/assets/:id')
export class CustodyController {
  constructor(private readonly custody: CustodyService) {}

  @Post('check-out')
  @HttpCode(200)
  @ApiOperation({ summary: 'Hand an asset in stock to a user: it is deployed from then on' })
  @ApiAsset('The asset with its new holder')
  async checkOut(
    @CurrentUser() user: User,
    @Param('id', { schema: idParam }) id: number,
    @Body({ schema: checkOutSchema }) wish: CheckOut,
    @Conditions() conditions: WriteConditions,
    @Res({ passthrough: true }) response: Response,
  ): Promise<AssetView> {
    return tagged(response, await this.custody.checkOut(user, id, wish, conditions));
  }

  @Post('check-in')
  @HttpCode(200)
  @ApiOperation({ summary: 'Take an asset back into the stock; in maintenance it stays there' })
  @ApiAsset('The asset without a holder')
  async checkIn(
    @CurrentUser() user: User,
    @Param('id', { schema: idParam }) id: number,
    @Body({ schema: checkInSchema }) wish: CheckIn,
    @Conditions() conditions: WriteConditions,
    @Res({ passthrough: true }) response: Response,
  ): Promise<AssetView> {
    return tagged(response, await this.custody.checkIn(user, id, wish, conditions));
  }

  @Post('transition')
  @HttpCode(200)
  @ApiOperation({ summary: 'Change the status along the allowed steps' })
  @ApiAsset('The asset in its new status')
  async transition(
    @CurrentUser() user: User,
    @Param('id', { schema: idParam }) id: number,
    @Body({ schema: transitionSchema }) wish: Transition,
    @Conditions() conditions: WriteConditions,
    @Res({ passthrough: true }) response: Response,
  ): Promise<AssetView> {
    return tagged(response, await this.custody.transition(user, id, wish, conditions));
  }
}
