import { Controller, Get, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { ApiProblems, RequirePermission, SessionDictionary } from '../http/index.js';
import type { QueryParameters } from '../records/index.js';
import { AssetListService } from './asset-list.service.js';
import { type AssetList, assetListSchema, foundAssetsSchema } from './asset-list-view.js';
import { type SearchQuery, searchSchema } from './dto/search.dto.js';
import { ApiListParameters } from './list-parameters.js';

/** Lists of assets. Registered before the routes with an id, so that `search` is not taken for one. */
@ApiTags('assets')
@ApiProblems(400, 401, 403, 503)
@RequirePermission('assets.view_asset')
@Controller('api/assets')
export class AssetListController {
  constructor(private readonly assets: AssetListService) {}

  @Get()
  @ApiOperation({ summary: 'Assets, filtered and ordered, page by page' })
  @ApiListParameters()
  @ApiOkResponse({ standardSchema: assetListSchema, description: 'One page' })
  list(@Query() parameters: QueryParameters): Promise<AssetList> {
    return this.assets.list(parameters);
  }

  @Get('search')
  @ApiOperation({ summary: 'Search by a term, which the session remembers' })
  @ApiOkResponse({ standardSchema: foundAssetsSchema, description: 'The term and what it finds' })
  search(
    @SessionDictionary() session: SessionDictionary,
    @Query({ schema: searchSchema }) { key }: SearchQuery,
  ) {
    return this.assets.search(session, key);
  }
}
