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
import {
  ApiProblems,
  CurrentUser,
  NotAcceptableError,
  RequirePermission,
  streamedAnswer,
  type User,
} from '../../http/index.js';
import { InvalidLookupError, type QueryParameters } from '../../records/index.js';
import { ApiWait, UnitConditions } from '../write-conditions.js';
import { type ImportQuery, importQuerySchema } from './dto/transfer.dto.js';
import { ExportService } from './export.service.js';
import { type FileFormat, formatOf, MEDIA_TYPES } from './file-format.js';
import { reportLines } from './import-report.js';
import { ImportService } from './import.service.js';
import { Spool } from './spool.js';
import {
  ApiExportParameters,
  ApiImportBody,
  EXPORT_CONTENT,
  REPORT_CONTENT,
} from './transfer-responses.js';
import { UnsupportedFileTypeError } from './transfer.errors.js';

/** Its body is a file: `acceptJsonBodies` leaves it to the route. */
export const IMPORT_PATH = '/api/assets/import';

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
  @ApiExportParameters()
  @ApiOkResponse({ description: 'The file, while it is made', content: EXPORT_CONTENT })
  @ApiProblems(406, 503)
  export(
    @Query() { format, ...parameters }: QueryParameters,
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
  ): Promise<StreamableFile> {
    const form = format === undefined ? acceptedFormat(request) : namedFormat(format);
    const disposition = `attachment; filename="assets.${form}"`;
    return streamedAnswer(response, { type: typeOf(form), disposition }, () =>
      this.exports.run(parameters, form),
    );
  }

  @Post('import')
  @HttpCode(200)
  @RequirePermission(() => ['assets.add_asset', 'assets.change_asset'])
  @ApiOperation({ summary: 'Create and change assets from a file, with a report on each row' })
  @ApiImportBody()
  @ApiWait()
  @ApiOkResponse({ description: 'A line for each row, then a summary', content: REPORT_CONTENT })
  @ApiProblems(413, 415, 422, 423, 503)
  async import(
    @CurrentUser() actor: User,
    @Req() request: Request,
    @Query({ schema: importQuerySchema }) { key, mode, dry_run: dryRun }: ImportQuery,
    @UnitConditions() { lockWait }: UnitConditions,
    @Res({ passthrough: true }) response: Response,
  ): Promise<StreamableFile> {
    const format = sentFormat(request);
    const file = await Spool.of(request);
    file.closeAfter(response);
    return streamedAnswer(response, { type: MEDIA_TYPES.ndjson }, (signal) => {
      const options = { format, key, mode, dryRun, actor, lockWait, signal };
      return reportLines(this.imports.run(file, options), dryRun);
    });
  }
}

const typeOf = (format: FileFormat): string => `${MEDIA_TYPES[format]}; charset=utf-8`;

/** @throws NotAcceptableError */
function acceptedFormat(request: Request): FileFormat {
  const offered = Object.values(MEDIA_TYPES);
  const format = formatOf(request.accepts(offered));
  if (format === undefined) throw new NotAcceptableError(offered);
  return format;
}

/** @throws InvalidLookupError */
function namedFormat(name: string | string[]): FileFormat {
  if (name === 'csv' || name === 'ndjson') return name;
  throw new InvalidLookupError('format takes csv or ndjson.', {
    parameter: 'format',
    expected: 'csv or ndjson',
  });
}

/** @throws UnsupportedFileTypeError also for a compressed body, which could be far larger than it looks */
function sentFormat(request: Request): FileFormat {
  const type = request.headers['content-type']?.split(';')[0]?.trim().toLowerCase() ?? null;
  const format = formatOf(type);
  if (format === undefined || request.headers['content-encoding'] !== undefined)
    throw new UnsupportedFileTypeError();
  return format;
}
