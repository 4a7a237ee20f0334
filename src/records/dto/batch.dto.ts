import { z } from 'zod';
import { jsonObject, note } from '../../http/index.js';
import { recordSchema } from '../record-responses.js';

/** An atomic batch holds the locks of all its rows until the last operation is done. */
const MOST_OPERATIONS = 200;

const model = z.string().max(200).meta({ description: '`app_label.model`, as `blog.asset_db`.' });

const values = jsonObject().meta({ description: 'Values by the names of fields.' });

/** A row and what it must be for the operation to take place. */
const row = {
  model,
  key: z
    .union([z.string().max(1000), z.int()])
    .transform(String)
    .meta({ description: 'What stands in the path of the row.' }),
  if_match: z
    .string()
    .max(1000)
    .optional()
    .meta({ description: 'As the header If-Match: the ETag of the row as you read it.' }),
  lease_token: z
    .string()
    .max(1000)
    .optional()
    .meta({ description: 'As the header Lease-Token: of your lease on the row.' }),
  note,
};

const operationSchema = z.discriminatedUnion('op', [
  z.strictObject({ op: z.literal('create'), model, values, note }),
  z.strictObject({ op: z.literal('update'), ...row, set: values }),
  z.strictObject({ op: z.literal('delete'), ...row }),
]);

export type RecordOperation = z.output<typeof operationSchema>;

/** Operations in their order, on rows of one or several models. */
export const recordBatchSchema = z
  .strictObject({
    atomic: z
      .boolean()
      .default(true)
      .meta({ description: 'All or nothing; otherwise each operation stands for itself.' }),
    operations: z.array(operationSchema).min(1).max(MOST_OPERATIONS),
  })
  .meta({
    id: 'RecordBatch',
    example: {
      atomic: true,
      operations: [
        { op: 'update', model: 'blog.asset_db', key: 'SN1', set: { status: 'Online' } },
        { op: 'create', model: 'blog.ethernet', values: { e_model: 'x710' } },
      ],
    },
  });

export type RecordBatch = z.output<typeof recordBatchSchema>;

const resultSchema = z.looseObject({
  index: z.int(),
  op: z.string(),
  model: z.string(),
  status: z.int().meta({ description: 'The status that the operation alone would have had.' }),
  key: z.unknown().optional().meta({ description: 'What stands in the path of the row.' }),
  etag: z.string().optional(),
  record: recordSchema.optional().meta({ description: 'As it is now; absent when deleted.' }),
  code: z
    .string()
    .optional()
    .meta({ description: 'Of a failure, with the members of its problem.' }),
  detail: z.string().optional(),
});

export const recordBatchResultSchema = z
  .object({ atomic: z.boolean(), failed: z.int(), results: z.array(resultSchema) })
  .meta({ id: 'RecordBatchResult' });

export type RecordOperationResult = z.output<typeof resultSchema>;
