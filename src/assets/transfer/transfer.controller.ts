import {
  Controller,
  Get,
  HttpCode,
  Post,
  Query,
  Req,
  Res,
  type StreamableFile,
} from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { Request, Response } from 'express';
import { ApiProblems, CurrentUser, RequirePermission, type User } from '../../http/index.js';
import {
  ApiFormParameters,
  ApiImportBody,
  ApiIdempotencyKey,
  ApiWait,
  exportAnswer,
  importAnswer,
  exportContent,
  formatCsvHeader,
  formatCsvRow,
  type QueryParameters,
  REPORT_CONTENT,
  UnitConditions,
} from '../../records/index.js';
import { ASSET_EXAMPLE, assetViewSchema } from '../asset-view.js';
import { ApiFilterParameters } from '../list-parameters.js';
import { assetColumns } from './asset-columns.js';
import { type ImportQuery, importQuerySchema } from './dto/transfer.dto.js';
import { ExportService } from './export.service.js';
import { ImportService } from './import.service.js';

/** Its body is a file: `acceptJsonBodies` leaves it to the route. */
export const IMPORT_PATH = '/api/assets/import';

const EXPORT_CONTENT = exportContent(assetViewSchema.partial(), {
  csv: formatCsvHeader(assetColumns()) + formatCsvRow(assetColumns(), ASSET_EXAMPLE),
  ndjson: ASSET_EXAMPLE,
});

/** Assets as files, of any length in flat memory. Registered before the routes with an id. */
@ApiTags('assets')
@ApiProblems(400, 401, 403)
@Controller('api/assets')
export class TransferController {
  constructor(
    private readonly exports: ExportService,
    private readonly imports: ImportService,
  ) {}

  @Get('export')
  @RequirePermission('assets.view_asset')
  @ApiOperation({ summary: 'All assets, or those that the filters of the list match, as a file' })
  @ApiFilterParameters()
  @ApiFormParameters()
  @ApiOkResponse({ description: 'The file, while it is made', content: EXPORT_CONTENT })
  @ApiProblems(406, 503)
  export(
    @Query() query: QueryParameters,
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
  ): Promise<StreamableFile> {
    return exportAnswer({ request, response }, query, 'assets', (parameters, { format, bom }) =>
      this.exports.run(parameters, format, bom),
    );
  }

  @Post('import')
  @HttpCode(200)
  @RequirePermission(() => ['assets.add_asset', 'assets.change_asset'])
  @ApiOperation({ summary: 'Create and change assets from a file, with a report on each row' })
  @ApiImportBody({
    csv: 'asset_tag,rack\r\nLOCK-000007,25\r\n',
    ndjson: { asset_tag: 'LOCK-000007', rack: '25' },
  })
  @ApiWait()
  @ApiIdempotencyKey()
  @ApiOkResponse({ description: 'A line for each row, then a summary', content: REPORT_CONTENT })
  @ApiProblems(413, 415, 422, 423, 503)
  import(
    @CurrentUser() actor: User,
    @Req() request: Request,
    @Query({ schema: importQuerySchema }) { key, ...query }: ImportQuery,
    @UnitConditions() conditions: UnitConditions,
    @Res({ passthrough: true }) response: Response,
  ): Promise<StreamableFile> {
    return importAnswer({ request, response }, query, conditions, (file, form) =>
      this.imports.run(file, { ...form, key, actor }),
    );
  }
}
