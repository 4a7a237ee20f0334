import { applyDecorators } from '@nestjs/common';
import { ApiBody, ApiConsumes, ApiQuery } from '@nestjs/swagger';
import { z } from 'zod';
import { MEDIA_TYPES } from './file-format.js';
import { importLineSchema } from './import-report.js';

/** NDJSON is described by the schema of one line. */
const lineSchema = (schema: z.ZodType): object => {
  const { $schema: _, ...rest } = z.toJSONSchema(schema, { io: 'output', reused: 'inline' });
  return rest;
};

/** The content of an export in the OpenAPI document. @param schema of a line of NDJSON, with an example for both forms */
export const exportContent = (schema: z.ZodType, example: { csv: string; ndjson: object }) => ({
  [MEDIA_TYPES.csv]: { schema: { type: 'string' }, example: example.csv },
  [MEDIA_TYPES.ndjson]: { schema: lineSchema(schema), example: example.ndjson },
});

/** The content of a report. */
export const REPORT_CONTENT = {
  [MEDIA_TYPES.ndjson]: { schema: lineSchema(importLineSchema) },
};

/** The body of an import. */
export const ApiImportBody = (example: { csv: string; ndjson: object }) =>
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
        csv: { value: example.csv },
        ndjson: { value: `${JSON.stringify(example.ndjson)}\n` },
      },
    }),
  );

/** In which form an export comes. */
export const ApiFormParameters = () =>
  applyDecorators(
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
