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
  flag,
  NotAcceptableError,
  RequirePermission,
  streamedAnswer,
  type User,
  ValidationFailedError,
} from '../../http/index.js';
import {
  ApiWait,
  InvalidLookupError,
  type QueryParameters,
  UnitConditions,
} from '../../records/index.js';
import { type ImportQuery, importQuerySchema } from './dto/transfer.dto.js';
import { ExportService } from './export.service.js';
import { type FileFormat, formatOf, MEDIA_TYPES } from './file-format.js';
import { reportLines } from './import-report.js';
import { ImportService } from './import.service.js';
import {
  ApiExportParameters,
  ApiImportBody,
  EXPORT_CONTENT,
  REPORT_CONTENT,
} from './transfer-responses.js';
import { receive } from './upload.js';

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
    @Query() { format, bom, ...parameters }: QueryParameters,
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
  ): Promise<StreamableFile> {
    const form = format === undefined ? acceptedFormat(request) : namedFormat(format);
    const disposition = `attachment; filename="assets.${form}"`;
    return streamedAnswer(response, { type: typeOf(form), disposition }, () =>
      this.exports.run(parameters, form, hasMark(bom, form)),
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
    @Query({ schema: importQuerySchema }) { key, mode, dry_run: dryRun, delimiter }: ImportQuery,
    @UnitConditions() { lockWait }: UnitConditions,
    @Res({ passthrough: true }) response: Response,
  ): Promise<StreamableFile> {
    const { file, format } = await receive(request);
    file.closeAfter(response);
    if (format === 'ndjson' && delimiter !== undefined) throw delimiterOfNdjson();
    return streamedAnswer(response, { type: MEDIA_TYPES.ndjson }, (signal) => {
      const options = { format, delimiter, key, mode, dryRun, actor, lockWait, signal };
      return reportLines(this.imports.run(file, options), dryRun);
    });
  }
}

const delimiterOfNdjson = (): ValidationFailedError =>
  new ValidationFailedError([
    { field: 'delimiter', code: 'unexpected', message: 'Only CSV has one. Leave it out.' },
  ]);

const typeOf = (format: FileFormat): string => `${MEDIA_TYPES[format]}; charset=utf-8`;

/** @throws NotAcceptableError */
function acceptedFormat(request: Request): FileFormat {
  const offered = Object.values(MEDIA_TYPES);
  const accepted = request.accepts(offered);
  const format = accepted === false ? undefined : formatOf(accepted);
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

/** @throws InvalidLookupError */
function hasMark(bom: string | string[] | undefined, format: FileFormat): boolean {
  const parsed = flag.default(false).safeParse(bom);
  if (parsed.success && !(parsed.data && format === 'ndjson')) return parsed.data;
  throw new InvalidLookupError('bom takes true or false, and goes with CSV only.', {
    parameter: 'bom',
    expected: 'true or false',
  });
}
