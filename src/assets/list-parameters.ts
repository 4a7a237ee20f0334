import { applyDecorators } from '@nestjs/common';
import { ApiQuery } from '@nestjs/swagger';
import { DJANGO_USER } from '../database/index.js';
import { filterNames, orderableNames } from '../records/index.js';
import { assetModel, assetsBeside, FIELD_NAMES } from './asset.model.js';

const text = { type: 'string' } as const;

const LOOKUPS = `Any number of parameters \`FIELD[__PART][__not][__LOOKUP]=VALUE\`, or the same as \`lookups[FIELD…]=VALUE\`, which generated clients send, spelled and meant as in Django's \`filter(**kwargs)\`; a row has to fit all of them.

- **Lookups**: \`exact\` (when none is named), \`iexact\`, \`contains\`, \`icontains\`, \`startswith\`, \`istartswith\`, \`endswith\`, \`iendswith\`, \`in\`, \`gt\`, \`gte\`, \`lt\`, \`lte\`, \`range\`, \`isnull\`, \`regex\`, \`iregex\`.
- **Parts** of dates and times: \`date\`, \`time\`, \`year\`, \`iso_year\`, \`quarter\`, \`month\`, \`week\`, \`week_day\`, \`iso_week_day\`, \`day\`, \`hour\`, \`minute\`, \`second\` (in UTC), with a lookup behind them or without.
- \`not\` before the lookup negates as \`exclude()\` does.
- **Lists** (\`in\`, \`range\`) have commas in between; where a value has a comma itself, a JSON array is taken.
- **JSON**: \`custom__KEY__KEY\`, digits for the place in an array; compared with JSON, and with a text where the value is none. Further lookups are \`contained_by\`, \`has_key\`, \`has_keys\`, \`has_any_keys\`.

Fields: ${filterNames(assetsBeside(DJANGO_USER))
  .map((name) => `\`${name}\``)
  .join(', ')}.`;

/** Documents which assets are meant, in which order and with which fields; the lookups are an open set. */
export const ApiFilterParameters = () =>
  applyDecorators(
    ApiQuery({
      name: 'lookups',
      required: false,
      description: LOOKUPS,
      style: 'deepObject',
      explode: true,
      schema: { type: 'object', additionalProperties: text },
      examples: {
        'in one of two states, named like': {
          value: { status__in: 'in_stock,maintenance', name__icontains: 'r5300' },
        },
        'held by nobody and not in the first racks': {
          value: { assigned_to__isnull: 'true', rack__not__in: '1,2,3' },
        },
        'under warranty this year': { value: { warranty_until__year__gte: '2026' } },
        'in a row of the custom document': { value: { custom__rack__row: '3' } },
        'held by a user': { value: { assigned_to__username: 'alice' } },
      },
    }),
    ApiQuery({
      name: 'search',
      required: false,
      description: 'Words; each of them stands somewhere in the texts of the asset.',
      schema: text,
      example: 'zte shanghai',
    }),
    ApiQuery({
      name: 'ordering',
      required: false,
      description: `Fields, \`-\` for descending, NULL first; \`id\` is added so that no two rows share a place. Of: ${orderableNames(assetModel).join(', ')}.`,
      schema: text,
      example: '-updated_at,name',
    }),
    ApiQuery({
      name: 'fields',
      required: false,
      description: `What is shown of every asset. Of: ${FIELD_NAMES.join(', ')}.`,
      schema: text,
      example: 'id,name,status',
    }),
  );

/** The same and the pages of a list. */
export const ApiListParameters = () =>
  applyDecorators(
    ApiFilterParameters(),
    ApiQuery({
      name: 'cursor',
      required: false,
      description: 'Where the page begins or ends; taken from `next` or `previous`.',
      schema: text,
    }),
    ApiQuery({
      name: 'limit',
      required: false,
      description: 'Rows on a page.',
      schema: { type: 'integer', minimum: 1, maximum: 500, default: 50 },
    }),
    ApiQuery({
      name: 'count',
      required: false,
      description: 'Whether to count all rows that fit the filters.',
      schema: { type: 'boolean', default: false },
    }),
  );
