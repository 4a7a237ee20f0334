import { Controller, Get, Param, Query, Req, Res, type StreamableFile } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { Request, Response } from 'express';
import { z } from 'zod';
import { ApiProblems, CurrentUser, type User } from '../../http/index.js';
import type { QueryParameters } from '../query/index.js';
import { ApiExportedParameters, ApiLabel } from '../record-responses.js';
import { exportAnswer } from './export.js';
import { RecordExport } from './record-export.js';
import { ApiFormParameters, exportContent } from './transfer-responses.js';

const EXPORT_CONTENT = exportContent(z.record(z.string(), z.unknown()), {
  csv: 'id,serverno,status,ethernets\r\n7,SN-0007,Online,"[3,4]"\r\n',
  ndjson: { id: 7, serverno: 'SN-0007', status: 'Online', ethernets: [3, 4] },
});

/** Rows of models as files, of any length in flat memory. Registered before the routes with a key. */
@ApiTags('models')
@Controller('api/models')
export class RecordTransferController {
  constructor(private readonly exports: RecordExport) {}

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
}
