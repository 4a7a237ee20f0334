import { z } from 'zod';
import { orWhat } from './suggest.js';

/** What `lockstep.json` says: which models are served, and how. `lockstep.schema.json` is made of it. */
const names = z.array(z.string().min(1)).min(1);

const relation = z
  .strictObject({
    to: z.string().describe('The label of the other model.'),
    column: z
      .string()
      .optional()
      .describe('The column that holds the key, where the database has no foreign key for it.'),
    to_column: z.string().optional().describe('What it refers to; default: the primary key.'),
    through: z
      .string()
      .optional()
      .describe('The table between the two, of a many-to-many relation.'),
  })
  .describe('A relation that the database does not show.');

const permission = (what: string) =>
  z
    .string()
    .optional()
    .describe(
      `Who may ${what}. A permission of Django (blog.change_asset_db), IsAuthenticated or IsAdminUser.`,
    );

const permissions = z
  .strictObject({
    view: permission('see rows; default: that of DjangoModelPermissions'),
    add: permission('add rows'),
    change: permission('change rows'),
    delete: permission('delete rows'),
  })
  .describe('Who may do what; default: DjangoModelPermissions.');

const entry = z.strictObject({
  table: z
    .string()
    .optional()
    .describe('Its table, where that is not called app_model and there is no dump.'),
  lookup_field: z
    .string()
    .optional()
    .describe('The unique field that stands for {key} in the routes; default: the primary key.'),
  fields: names
    .optional()
    .describe(
      'What is shown; default: all but names like pass*, *secret*, *token*, *private_key*, *api_key*.',
    ),
  editable: names
    .optional()
    .describe('Fields and many-to-many relations that may be written; default: none.'),
  add: z.boolean().optional().describe('Whether rows may be added; default: false.'),
  delete: z.boolean().optional().describe('Whether rows may be deleted; default: false.'),
  defaults: z
    .record(z.string(), z.json())
    .optional()
    .describe('Values of a new row, as answers show them, where neither table nor dump has one.'),
  auto_now: names
    .optional()
    .describe('Fields that every write sets to its time; those of the dump are known.'),
  auto_now_add: names.optional().describe('Fields that get the time when the row is added.'),
  search_fields: names.optional().describe('Fields that search= looks in.'),
  ordering: names
    .optional()
    .describe(
      "The order of lists, as in Meta.ordering; default: the dump's, then the primary key.",
    ),
  relations: z.record(z.string(), relation).optional(),
  permissions: permissions.optional(),
  etag_ignore: names.optional().describe("Fields whose changes leave a row's ETag as it was."),
});

export const modelsFileSchema = z.strictObject({
  $schema: z.string().optional(),
  dump: z
    .string()
    .optional()
    .describe('What lockstep_models.py printed; a path from the folder of this file.'),
  models: z
    .record(z.string(), entry)
    .describe('By label: the app and the lower-case name of the class, as blog.asset_db.'),
});

export type ModelEntry = z.output<typeof entry>;

/** Something in the file that cannot be. */
export interface Fault {
  /** The model that it is about. */
  readonly label?: string;
  readonly message: string;
  /** Rows cannot be added; nothing else stands in the way. */
  readonly only?: 'add';
}

/** What can be used of a file, and everything that is wrong with its form. */
export interface ParsedFile {
  readonly dump: string | undefined;
  /** Also of those with keys that are not known. */
  readonly entries: Readonly<Record<string, ModelEntry>>;
  readonly faults: readonly Fault[];
}

/** Goes on after a fault, so that the rest can be compared with the database and one start tells everything. */
export function parseModelsFile(value: unknown): ParsedFile {
  const { data, error } = modelsFileSchema.safeParse(value);
  if (data) return { dump: data.dump, entries: data.models, faults: [] };
  const readable = z.object({
    dump: z.string().optional(),
    models: z.record(z.string(), z.unknown()),
  });
  const { dump, models } = readable.safeParse(value).data ?? { dump: undefined, models: {} };
  const entries = Object.entries(models).flatMap(([label, raw]) => {
    const parsed = entry.strip().safeParse(raw);
    return parsed.success ? [[label, parsed.data] as const] : [];
  });
  return { dump, entries: Object.fromEntries(entries), faults: error.issues.flatMap(toFaults) };
}

function toFaults(issue: z.core.$ZodIssue): Fault[] {
  const path = issue.path.map(String);
  const label = path[0] === 'models' ? path[1] : undefined;
  const place = label === undefined ? path : path.slice(2);
  const fault = (...words: string[]): Fault => ({
    ...(label !== undefined && { label }),
    message: [...place, ...words].join(': '),
  });
  if (issue.code !== 'unrecognized_keys')
    return [fault(...(path.length === 0 ? ['the file'] : []), issue.message)];
  return issue.keys.map((key) => fault(key, `no such key${orWhat(key, keysAt(path))}`));
}

function keysAt(path: readonly string[]): string[] {
  if (path[0] !== 'models') return Object.keys(modelsFileSchema.shape);
  if (path[2] === 'relations') return Object.keys(relation.shape);
  return Object.keys(path[2] === 'permissions' ? permissions.shape : entry.shape);
}
