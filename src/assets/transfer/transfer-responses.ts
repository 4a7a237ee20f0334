import { applyDecorators } from '@nestjs/common';
import { ApiBody, ApiConsumes, ApiQuery } from '@nestjs/swagger';
import { z } from 'zod';
import { ASSET_EXAMPLE, assetViewSchema } from '../asset-view.js';
import { ApiFilterParameters } from '../list-parameters.js';
import { FIELD_NAMES } from '../lookups/index.js';
import { formatCsvHeader, formatCsvRow } from './csv.js';
import { MEDIA_TYPES } from './file-format.js';
import { importLineSchema } from './import-report.js';

const CSV_EXAMPLE = formatCsvHeader(FIELD_NAMES) + formatCsvRow(FIELD_NAMES, ASSET_EXAMPLE);
const NDJSON_EXAMPLE = `${JSON.stringify({ asset_tag: 'LOCK-000007', rack: '25' })}\n`;

/** NDJSON is described by the schema of one line. */
const lineSchema = (schema: z.ZodType): object => {
  const { $schema: _, ...rest } = z.toJSONSchema(schema, { io: 'output', reused: 'inline' });
  return rest;
};

/** The content of an export in the OpenAPI document. */
export const EXPORT_CONTENT = {
  [MEDIA_TYPES.csv]: { schema: { type: 'string' }, example: CSV_EXAMPLE },
  [MEDIA_TYPES.ndjson]: { schema: lineSchema(assetViewSchema.partial()), example: ASSET_EXAMPLE },
};

/** The content of a report. */
export const REPORT_CONTENT = {
  [MEDIA_TYPES.ndjson]: { schema: lineSchema(importLineSchema) },
};

/** The body of an import. */
export const ApiImportBody = () =>
  applyDecorators(
    ApiConsumes(
      MEDIA_TYPES.csv,
      MEDIA_TYPES.ndjson,
      'application/vnd.ms-excel',
      'multipart/form-data',
    ),
    ApiBody({
      description:
        'UTF-8; with a header in CSV, separated by commas, semicolons or tabs. Columns that only the database sets are passed over. A form has just one file.',
      schema: { type: 'string' },
      examples: {
        csv: { value: 'asset_tag,rack\r\nLOCK-000007,25\r\n' },
        ndjson: { value: NDJSON_EXAMPLE },
      },
    }),
  );

/** The query of an export. */
export const ApiExportParameters = () =>
  applyDecorators(
    ApiFilterParameters(),
    ApiQuery({
      name: 'format',
      required: false,
      description: 'Without it `Accept` decides; CSV when that does not.',
      schema: { type: 'string', enum: ['csv', 'ndjson'] },
    }),
    ApiQuery({
      name: 'bom',
      required: false,
      description: 'Begins CSV with a byte order mark, as Excel wants it.',
      schema: { type: 'boolean', default: false },
    }),
  );
