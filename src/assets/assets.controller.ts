import {
  Body,
  Controller,
  Delete,
  Get,
  Headers,
  HttpCode,
  Param,
  Patch,
  Post,
  Res,
} from '@nestjs/common';
import { ApiHeader, ApiNoContentResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { Response } from 'express';
import {
  ApiProblems,
  CurrentUser,
  idParam,
  passesIfNoneMatch,
  RequirePermission,
  type User,
} from '../http/index.js';
import {
  ApiConditions,
  ApiIdempotencyKey,
  ApiWait,
  Conditions,
  UnitConditions,
  type WriteConditions,
} from '../records/index.js';
import { ApiAsset, ApiNewAsset, ApiNotModified, tagged } from './asset-responses.js';
import { type AssetView, etagOf } from './asset-view.js';
import { AssetsService } from './assets.service.js';
import {
  type AssetCreate,
  assetCreateSchema,
  type AssetPatch,
  assetPatchSchema,
} from './dto/asset.dto.js';

/** One asset: create, read, change, delete. */
@ApiTags('assets')
@ApiProblems(401, 403)
@Controller('api/assets')
export class AssetsController {
  constructor(private readonly assets: AssetsService) {}

  @Post()
  @RequirePermission('assets.add_asset')
  @ApiOperation({ summary: 'Create an asset; without asset_tag it gets the next one' })
  @ApiWait()
  @ApiIdempotencyKey()
  @ApiNewAsset()
  @ApiProblems(400, 409, 423, 503)
  async create(
    @CurrentUser() user: User,
    @Body({ schema: assetCreateSchema }) values: AssetCreate,
    @UnitConditions() conditions: UnitConditions,
    @Res({ passthrough: true }) response: Response,
  ): Promise<AssetView> {
    const asset = await this.assets.create(user, values, conditions);
    response.setHeader('Location', `/api/assets/${asset.id}`);
    return tagged(response, asset);
  }

  @Get(':id')
  @RequirePermission('assets.view_asset')
  @ApiOperation({ summary: 'One asset' })
  @ApiHeader({ name: 'If-None-Match', description: 'The ETag of the asset as you have it.' })
  @ApiAsset('The asset as it is now')
  @ApiNotModified()
  @ApiProblems(400, 404)
  async read(
    @Param('id', { schema: idParam }) id: number,
    @Headers('if-none-match') ifNoneMatch: string | undefined,
    @Res({ passthrough: true }) response: Response,
  ): Promise<AssetView | undefined> {
    const asset = tagged(response, await this.assets.read(id));
    if (passesIfNoneMatch(ifNoneMatch, etagOf(asset))) return asset;
    response.status(304);
    return undefined;
  }

  @Patch(':id')
  @RequirePermission('assets.change_asset')
  @ApiOperation({ summary: 'Change some fields under the row lock' })
  @ApiAsset('The asset as it is now')
  @ApiConditions()
  @ApiIdempotencyKey()
  @ApiProblems(400, 404, 409, 412, 423, 428, 503)
  async change(
    @CurrentUser() user: User,
    @Param('id', { schema: idParam }) id: number,
    @Body({ schema: assetPatchSchema }) patch: AssetPatch,
    @Conditions() conditions: WriteConditions,
    @Res({ passthrough: true }) response: Response,
  ): Promise<AssetView> {
    return tagged(response, await this.assets.change(user, id, patch, conditions));
  }

  @Delete(':id')
  @HttpCode(204)
  @RequirePermission('assets.delete_asset')
  @ApiOperation({ summary: 'Delete an asset; its history stays' })
  @ApiNoContentResponse({ description: 'Deleted' })
  @ApiConditions()
  @ApiProblems(400, 404, 409, 412, 423, 428, 503)
  remove(
    @CurrentUser() user: User,
    @Param('id', { schema: idParam }) id: number,
    @Conditions() conditions: WriteConditions,
  ): Promise<void> {
    return this.assets.remove(user, id, conditions);
  }
}
