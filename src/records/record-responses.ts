import { applyDecorators } from '@nestjs/common';
import { ApiParam, ApiQuery } from '@nestjs/swagger';
import type { Response } from 'express';
import { z } from 'zod';
import { stringifyJson } from '../exact-json.js';

export const ETAG = {
  description:
    'Names the row as it is, hidden columns included; for If-None-Match. Not with `expand`.',
  schema: { type: 'string' },
  example: '"4Zb0mWmN2x1xk0Q8x1Yk3A"',
} as const;

export const ApiLabel = () =>
  ApiParam({ name: 'label', description: '`app_label.model`, as `blog.asset_db`.' });

export const ApiKey = () =>
  ApiParam({
    name: 'key',
    description: 'The value of the field that `GET /api/models` calls `lookup_field`.',
  });

const EXAMPLE = {
  id: 7,
  serverno: 'SN-0007',
  ip_addr: '10.24.0.22',
  status: 'Online',
  ethernets: [3, 4],
};

/** A text, because numbers in it are exact at any size. */
export function sendJson(response: Response, answer: unknown): string {
  response.type('application/json');
  return stringifyJson(answer);
}

/** A row of any model; `GET /api/models` tells its fields. */
export const recordSchema = z
  .record(z.string(), z.unknown())
  .meta({ id: 'Record', example: EXAMPLE });

/** One page of a list. */
export const recordListSchema = z
  .object({
    results: z.array(recordSchema),
    next: z
      .string()
      .nullable()
      .meta({ description: 'Path and query of the page behind this one.' }),
    previous: z.string().nullable().meta({ description: 'And of the one before it.' }),
    count: z
      .int()
      .optional()
      .meta({ description: 'With `count=true`: all that the filters match.' }),
    etags: z
      .array(z.string())
      .optional()
      .meta({ description: 'With `etags=true`: the ETag of each row.' }),
  })
  .meta({
    id: 'RecordList',
    example: { results: [EXAMPLE], next: null, previous: null, count: 1 },
  });

export const groupsSchema = z
  .object({
    results: z.array(z.record(z.string(), z.unknown())),
    truncated: z.boolean().meta({ description: 'Whether there are more groups than `limit`.' }),
  })
  .meta({
    id: 'Groups',
    example: {
      results: [{ status: 'Online', count: 12, memory__sum: 3072 }],
      truncated: false,
    },
  });

const text = z.string();

const fieldSchema = z.object({
  name: text.meta({ description: 'As in answers: `owner_id` for a foreign key.' }),
  filter_name: text.meta({ description: 'As in filters, where the name may be used, too.' }),
  type: z.enum([
    'boolean',
    'integer',
    'decimal',
    'float',
    'text',
    'address',
    'uuid',
    'date',
    'datetime',
    'time',
    'duration',
    'json',
    'binary',
  ]),
  label: text,
  nullable: z.boolean(),
  unique: z.boolean(),
  generated: z.boolean().meta({ description: 'The database computes it.' }),
  editable: z.boolean().meta({ description: 'By `lockstep.json`; the permission is in `rights`.' }),
  required: z.boolean().meta({ description: 'Whether a new row needs a value from you.' }),
  default: z
    .unknown()
    .optional()
    .meta({ description: 'Of a new row; the table may have one of its own besides.' }),
  orderable: z.boolean().meta({ description: 'For `ordering`, `by`, `min` and `max`.' }),
  lookups: z.array(text).meta({ description: 'And parts of dates and times.' }),
  max_length: z.int().optional().meta({ description: 'Characters of a text, bytes of a binary.' }),
  min: text.optional().meta({ description: 'Of an integer, as text.' }),
  max: text.optional(),
  max_digits: z.int().optional(),
  decimal_places: z.int().optional(),
  choices: z.array(z.object({ value: z.unknown(), label: text })).optional(),
});

const relationSchema = z.object({
  name: text.meta({ description: 'As in filters and in `expand`.' }),
  kind: z.enum(['forward', 'many_to_many', 'reverse']),
  single: z.boolean().meta({ description: 'Whether there is at most one row at the other end.' }),
  editable: z.boolean().meta({ description: 'Whether its list of keys may be set.' }),
  model: text,
  url: text,
  column: text.optional().meta({ description: 'The column of the foreign key.' }),
});

const right = z.boolean();

export const modelListSchema = z
  .object({
    results: z.array(
      z.object({
        label: text,
        verbose_name: text,
        url: text,
        lookup_field: text.nullable().meta({ description: 'What stands in the path of a row.' }),
        rights: z.object({ view: right, add: right, change: right, delete: right }),
        add: z.boolean().meta({ description: 'Whether `lockstep.json` lets rows be added.' }),
        delete: z.boolean().meta({ description: 'And deleted.' }),
        read_only_reason: text.nullable().meta({ description: 'Why no row can be written.' }),
        ordering: z.array(text),
        search_fields: z.array(text),
        fields: z.array(fieldSchema),
        relations: z.array(relationSchema),
      }),
    ),
  })
  .meta({ id: 'ModelList' });

const string = { type: 'string' } as const;

const query = (name: string, description: string, example: string) =>
  ApiQuery({ name, required: false, description, schema: string, example });

const LOOKUPS = `Any number of parameters \`FIELD[__RELATED_FIELD…][__PART][__not][__LOOKUP]=VALUE\`, or the same as \`lookups[FIELD…]=VALUE\`, which generated clients send, spelled and meant as in Django's \`filter(**kwargs)\`, along at most three relations: \`ethernets__e_model=i350\`. Which fields, relations and lookups there are is in \`GET /api/models\`.`;

const ApiFilterParameters = () =>
  applyDecorators(
    ApiQuery({
      name: 'lookups',
      required: false,
      description: LOOKUPS,
      style: 'deepObject',
      explode: true,
      schema: { type: 'object', additionalProperties: string },
      examples: {
        'in one of two states': { value: { status__in: 'Online,Offline' } },
        'with a related row like this': { value: { ethernets__e_model: 'i350' } },
      },
    }),
    query('search', 'Words; each of them stands somewhere in the `search_fields`.', 'i350 zte'),
  );

const ApiFields = () =>
  query('fields', 'The fields and many-to-many relations that are shown.', 'id,status');

/** What of a row is shown. */
export const ApiShownParameters = () =>
  applyDecorators(
    ApiFields(),
    query(
      'expand',
      'Relations whose rows are shown as well: those to one row, and many-to-many ones.',
      'owner,ethernets',
    ),
  );

const limit = (maximum: number, standard: number) =>
  ApiQuery({
    name: 'limit',
    required: false,
    description: 'Rows at most.',
    schema: { type: 'integer', minimum: 1, maximum, default: standard },
  });

const flag = (name: string, description: string) =>
  ApiQuery({ name, required: false, description, schema: { type: 'boolean', default: false } });

const ApiOrdering = () =>
  query(
    'ordering',
    'Fields, `-` for descending, NULL first; a unique key is added so that no two rows share a place.',
    '-status,serverno',
  );

/** Which rows an export has, in which order and with which fields. */
export const ApiExportedParameters = () =>
  applyDecorators(ApiFilterParameters(), ApiOrdering(), ApiFields());

export const ApiListParameters = () =>
  applyDecorators(
    ApiFilterParameters(),
    ApiShownParameters(),
    ApiOrdering(),
    query('cursor', 'Where the page begins or ends; taken from `next` or `previous`.', ''),
    limit(500, 50),
    flag('count', 'Whether to count all rows that fit the filters.'),
    flag('etags', 'Whether to give the ETag of each row.'),
  );

export const ApiAggregateParameters = () =>
  applyDecorators(
    ApiFilterParameters(),
    query('by', 'Fields whose values make the groups; without them all rows are one.', 'status'),
    query('sum', 'Fields to add up: `memory` gives `memory__sum`.', 'memory'),
    query('avg', 'Fields whose average is given.', 'memory'),
    query('min', 'Fields whose least value is given.', 'memory'),
    query('max', 'Fields whose greatest value is given.', 'memory'),
    limit(1000, 1000),
  );
