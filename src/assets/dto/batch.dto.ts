import { z } from 'zod';
import type { Permission } from '../../http/index.js';
import { assetViewSchema } from '../asset-view.js';
import { ASSET_STATUSES } from '../asset.model.js';
import { assetCreateSchema, assetPatchSchema } from './asset.dto.js';
import { note } from '../../http/index.js';
import { handover } from './custody.dto.js';

/** An atomic batch holds the locks of all its rows until the last operation is done. */
const MOST_OPERATIONS = 200;

/** A row and what it must be for the operation to take place. */
const row = {
  id: z.int().min(1),
  if_match: z
    .string()
    .max(1000)
    .optional()
    .meta({ description: 'As the header If-Match: the ETag of the asset as you read it.' }),
  version: z.int().min(1).optional().meta({ description: 'The same by its version.' }),
  lease_token: z
    .string()
    .max(1000)
    .optional()
    .meta({ description: 'As the header Lease-Token: of your lease on the asset.' }),
  note,
};

const operationSchema = z.discriminatedUnion('op', [
  z.strictObject({ op: z.literal('create'), values: assetCreateSchema, note }),
  z.strictObject({ op: z.literal('update'), ...row, set: assetPatchSchema }),
  z.strictObject({ op: z.literal('delete'), ...row }),
  z.strictObject({ op: z.literal('check-out'), ...row, ...handover }),
  z.strictObject({ op: z.literal('check-in'), ...row }),
  z.strictObject({ op: z.literal('transition'), ...row, status: z.enum(ASSET_STATUSES) }),
]);

export type Operation = z.output<typeof operationSchema>;
/** One on a row that is there already. */
export type RowOperation = Exclude<Operation, { op: 'create' }>;

const hasOneCondition = (operation: Operation): boolean =>
  operation.op === 'create' || operation.if_match === undefined || operation.version === undefined;

/** Operations in their order. */
export const batchSchema = z
  .strictObject({
    atomic: z
      .boolean()
      .default(true)
      .meta({ description: 'All or nothing; otherwise each operation stands for itself.' }),
    operations: z
      .array(operationSchema)
      .min(1)
      .max(MOST_OPERATIONS)
      .refine((all) => all.every(hasOneCondition), 'Give if_match or version, not both.'),
  })
  .meta({
    id: 'Batch',
    example: {
      atomic: true,
      operations: [
        { op: 'create', values: { name: 'r5300g4-24-23' } },
        { op: 'update', id: 7, version: 3, set: { rack: '25' } },
        { op: 'check-out', id: 8, user_id: 1, note: 'new colleague' },
      ],
    },
  });

export type Batch = z.output<typeof batchSchema>;

const resultSchema = z.looseObject({
  index: z.int(),
  op: z.string(),
  status: z.int().meta({ description: 'The status that the operation alone would have had.' }),
  etag: z.string().optional(),
  asset: assetViewSchema.optional().meta({ description: 'As it is now; absent when deleted.' }),
  code: z
    .string()
    .optional()
    .meta({ description: 'Of a failure, with the members of its problem.' }),
  detail: z.string().optional(),
});

export const batchResultSchema = z
  .object({ atomic: z.boolean(), failed: z.int(), results: z.array(resultSchema) })
  .meta({ id: 'BatchResult' });

export type OperationResult = z.output<typeof resultSchema>;
export type BatchResult = z.output<typeof batchResultSchema>;

const NEEDED: ReadonlyMap<unknown, Permission> = new Map<unknown, Permission>([
  ['create', 'assets.add_asset'],
  ['delete', 'assets.delete_asset'],
]);

const rawBatch = z.object({
  operations: z.array(z.object({ op: z.unknown() })).max(MOST_OPERATIONS),
});

/** What the operations of a body need, each once; a body that is no batch, which is refused later, needs what most do. */
export function permissionsOf(body: unknown): readonly Permission[] {
  const read = rawBatch.safeParse(body);
  const operations = read.success ? read.data.operations : [{ op: 'update' }];
  return [...new Set(operations.map(({ op }) => NEEDED.get(op) ?? 'assets.change_asset'))];
}
