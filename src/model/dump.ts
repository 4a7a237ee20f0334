import { z } from 'zod';

/**
 * What only Python knows of the models, as `lockstep_models.py` prints it. More may stand there: an older Lockstep reads
 * the dump of a newer one.
 */
const target = z.object({ table: z.string(), column: z.string() });

const field = z.object({
  name: z.string(),
  attname: z.string(),
  column: z.string(),
  /** `get_internal_type()`: `CharField`, also for what inherits from it. */
  type: z.string(),
  verbose_name: z.string(),
  null: z.boolean(),
  max_length: z.number().nullable(),
  choices: z
    .array(z.tuple([z.union([z.string(), z.number(), z.boolean(), z.null()]), z.string()]))
    .nullable(),
  /** Of a foreign key. */
  to: target.nullable(),
  /** Null where there is no way back. */
  related_query_name: z.string().nullable(),
  /** Text that a form may leave empty: then `''` is stored. */
  blank: z.boolean().default(false),
  auto_now: z.boolean().default(false),
  auto_now_add: z.boolean().default(false),
  /** Absent where there is none, or where it is a function. */
  default: z.json().optional(),
  /** The name of the function that makes a default, as `uuid4`. */
  default_callable: z.string().optional(),
});

const manyToMany = z.object({
  name: z.string(),
  column: z.string(),
  to: target,
  through: z.object({ table: z.string(), from_column: z.string(), to_column: z.string() }),
  related_query_name: z.string().nullable(),
});

const model = z.object({
  label: z.string(),
  table: z.string(),
  verbose_name: z.string(),
  ordering: z.array(z.string()),
  /** The label of the model whose rows these are. */
  proxy_for: z.string().nullable(),
  /** Labels of the models whose tables hold the other half of a row. */
  parents: z.array(z.string()),
  fields: z.array(field),
  many_to_many: z.array(manyToMany),
});

export const dumpSchema = z.object({
  lockstep_models: z.literal(1),
  django: z.string(),
  auth_user_model: z.string(),
  /** Of that model; dumps of earlier versions lack it. */
  username_field: z.string().optional(),
  models: z.array(model),
});

export type Dump = z.output<typeof dumpSchema>;
export type DumpModel = z.output<typeof model>;
export type DumpField = z.output<typeof field>;
