import {
  Controller,
  Get,
  HttpCode,
  Param,
  Post,
  Query,
  Req,
  Res,
  type StreamableFile,
} from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { Request, Response } from 'express';
import { z } from 'zod';
import { ApiProblems, CurrentUser, type User } from '../../http/index.js';
import type { QueryParameters } from '../query/index.js';
import { ApiExportedParameters, ApiLabel } from '../record-responses.js';
import { ApiIdempotencyKey, ApiWait, UnitConditions } from '../write-conditions.js';
import { exportAnswer } from './export.js';
import { importAnswer, importQuery } from './import-answer.js';
import { RecordExport } from './record-export.js';
import { RecordImport } from './record-import.js';
import {
  ApiFormParameters,
  ApiImportBody,
  exportContent,
  REPORT_CONTENT,
} from './transfer-responses.js';

/** Its body is a file: `acceptJsonBodies` leaves it to the route. */
export const RECORD_IMPORT_PATH = '/api/models/:label/import';

const importSchema = z.strictObject({
  key: z
    .string()
    .optional()
    .meta({ description: 'The unique field by which a line finds its row; else `lookup_field`.' }),
  ...importQuery,
});

type ImportQuery = z.output<typeof importSchema>;

const EXPORT_CONTENT = exportContent(z.record(z.string(), z.unknown()), {
  csv: 'id,serverno,status,ethernets\r\n7,SN-0007,Online,"[3,4]"\r\n',
  ndjson: { id: 7, serverno: 'SN-0007', status: 'Online', ethernets: [3, 4] },
});

/** Rows of models as files, of any length in flat memory. Registered before the routes with a key. */
@ApiTags('models')
@Controller('api/models')
export class RecordTransferController {
  constructor(
    private readonly exports: RecordExport,
    private readonly imports: RecordImport,
  ) {}

  @Get(':label/export')
  @ApiOperation({ summary: 'All rows of a model, or those that the filters match, as a file' })
  @ApiLabel()
  @ApiExportedParameters()
  @ApiFormParameters()
  @ApiOkResponse({ description: 'The file, while it is made', content: EXPORT_CONTENT })
  @ApiProblems(400, 401, 404, 406, 409, 503)
  export(
    @CurrentUser() user: User,
    @Param('label') label: string,
    @Query() query: QueryParameters,
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
  ): Promise<StreamableFile> {
    return exportAnswer({ request, response }, query, label, (parameters, form) =>
      this.exports.run(user, label, parameters, form),
    );
  }

  @Post(':label/import')
  @HttpCode(200)
  @ApiOperation({ summary: 'Change and add rows from a file, with a report on each line' })
  @ApiLabel()
  @ApiImportBody({
    csv: 'serverno,status,ethernets\r\nSN-0007,Online,"[3,4]"\r\n',
    ndjson: { serverno: 'SN-0007', status: 'Online', ethernets: [3, 4] },
  })
  @ApiWait()
  @ApiIdempotencyKey()
  @ApiOkResponse({ description: 'A line for each row, then a summary', content: REPORT_CONTENT })
  @ApiProblems(400, 401, 403, 404, 413, 415, 423, 503)
  import(
    @CurrentUser() user: User,
    @Param('label') label: string,
    @Req() request: Request,
    @Query({ schema: importSchema }) { key, ...query }: ImportQuery,
    @UnitConditions() conditions: UnitConditions,
    @Res({ passthrough: true }) response: Response,
  ): Promise<StreamableFile> {
    return importAnswer({ request, response }, query, conditions, (file, form) =>
      this.imports.run(label, file, { ...form, key, user, actorId: user.id }),
    );
  }
}
