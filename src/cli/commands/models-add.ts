import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { cwd } from 'node:process';
import { type Config, MODELS_FILE } from '../../config/index.js';
import {
  assemble,
  type Assembled,
  type Fault,
  faultLine,
  hasDefault,
  isGiven,
  type LoadedFile,
  loadModelsFile,
  type Model,
  type ModelEntry,
  PERMISSION_CLASSES,
  readSchema,
  shownFields,
  writesOf,
} from '../../model/index.js';
import { type CommandContext, UsageError } from '../command.js';
import { printable, toLines } from '../output.js';

/**
 * `models add LABEL`: writes the entry of one model into `lockstep.json`, and shows what will be served and how to make it
 * writable.
 * @throws UsageError where it does not fit the database; then nothing is written
 */
export async function addModel(
  { config, values, output }: CommandContext,
  label: string,
): Promise<number> {
  const path = config.models.file ?? join(cwd(), MODELS_FILE);
  const file = fileOf(config);
  if (Object.hasOwn(file.entries, label))
    throw new UsageError(`${printable(label)} stands in ${path} already.`);
  const entry = entryOf(values);
  const schema = await readSchema(config);
  const tryEntry = (tried: ModelEntry): Assembled =>
    assemble(schema, { ...file, entries: { ...file.entries, [label]: tried } });
  const model = servedOrRefused(tryEntry(entry), label);
  const write = howToWrite(model, (more) =>
    tryEntry({ ...entry, ...more }).faults.filter((fault) => fault.label === label),
  );
  writeEntry(path, label, entry);
  const { permissions } = schema;
  output.result(
    { file: path, model, exists: { view: permissions.has(model.permissions.view) }, write },
    [
      ...describe(model, permissions),
      ...linesOf(model, write),
      '',
      `Written to ${path}. At its next start Lockstep serves it at /api/models/${label}`,
    ].map(printable),
  );
  return 0;
}

function entryOf({
  table,
  'lookup-field': lookup,
  editable,
}: CommandContext['values']): ModelEntry {
  return {
    ...(typeof table === 'string' && { table }),
    ...(typeof lookup === 'string' && { lookup_field: lookup }),
    ...(typeof editable === 'string' && {
      editable: editable.split(',').map((name) => name.trim()),
    }),
  };
}

/** @throws UsageError with what is wrong */
function servedOrRefused({ models, faults }: Assembled, label: string): Model {
  const own = faults.filter((fault) => fault.label === label);
  const model = models.get(label);
  if (model && own.length === 0) return model;
  throw new UsageError(own.map((fault) => printable(faultLine(fault))).join('\n'));
}

interface HowToWrite {
  /** What can be named in `editable`. */
  readonly editable: readonly string[];
  /** Columns that `add` needs a value for besides. */
  readonly add: readonly string[];
}

/** By trying: the file is the one that knows. */
function howToWrite(model: Model, faultsWith: (more: ModelEntry) => Fault[]): HowToWrite {
  const names = [
    ...shownFields(model).map(({ name }) => name),
    ...model.relations.filter(({ kind }) => kind === 'many_to_many').map(({ name }) => name),
  ];
  const editable = names.filter((name) => faultsWith({ editable: [name] }).length === 0);
  const isChosen = writesOf(model).length > 0;
  const add = model.fields.filter(
    (field) =>
      !isGiven(model, field) &&
      !hasDefault(model, field) &&
      (isChosen || !editable.includes(field.name)),
  );
  return { editable, add: add.map(({ name }) => name) };
}

function linesOf(model: Model, { editable, add }: HowToWrite): string[] {
  if (model.readOnlyReason !== undefined) return [model.readOnlyReason];
  const writes = writesOf(model);
  const names = [...model.fields, ...model.relations].filter((one) => one.editable);
  return [
    writes.length > 0
      ? `May be written: ${names.map(({ name }) => name).join(', ')}`
      : 'Nothing of it can be written. Its entry may say what can, for example:',
    ...(writes.length > 0 ? [] : [`  "editable": ${JSON.stringify(editable)}`]),
    '  "add": true, "delete": true let rows be added and deleted.',
    ...(add.length > 0 ? [`  To add, give values in "defaults": ${add.join(', ')}`] : []),
  ];
}

function describe(model: Model, known: ReadonlySet<string>): string[] {
  const { label, table, verboseName, fields, relations, permissions, lookupField } = model;
  const { view } = permissions;
  const isClass = (PERMISSION_CLASSES as readonly string[]).includes(view);
  const hidden = fields.filter((field) => field.hidden).map(({ name }) => name);
  return [
    `${label} (${verboseName}), table ${table}`,
    ...toLines(
      fields
        .filter((field) => !field.hidden)
        .map(({ attname, type, columnType, nullable, unique }) => ({
          ...{ field: attname, type, column: columnType },
          ...{ null: nullable ? 'null' : '', unique: unique ? 'unique' : '' },
        })),
    ),
    ...(hidden.length > 0 ? [`hidden: ${hidden.join(', ')}`] : []),
    ...relations.map(({ name, kind, to }) => `${name}: ${kind.replaceAll('_', ' ')}, ${to}`),
    lookupField
      ? `{key} in the routes: ${lookupField.name}`
      : 'It has no key for the routes of one row.',
    isClass || known.has(view)
      ? `Seen by who has ${view}`
      : `There is no permission ${view}: superusers alone see it, unless "permissions" names another.`,
  ];
}

/** Whole or not at all: a start that reads it meanwhile finds one of the two. */
function writeEntry(path: string, label: string, entry: ModelEntry): void {
  const before = existsSync(path)
    ? (JSON.parse(readFileSync(path, 'utf8')) as FileText)
    : fresh(path);
  const after = { ...before, models: { ...before.models, [label]: entry } };
  const aside = `${path}.${process.pid}`;
  writeFileSync(aside, `${JSON.stringify(after, null, 2)}\n`);
  renameSync(aside, path);
}

interface FileText {
  readonly models?: object;
}

/** Beside the file in a clone, else where npm installs a package. */
const SCHEMAS = ['lockstep.schema.json', 'node_modules/lockstep/lockstep.schema.json'];

function fresh(path: string): FileText & { $schema?: string } {
  const schema = SCHEMAS.find((name) => existsSync(join(dirname(path), name)));
  return schema === undefined ? {} : { $schema: `./${schema}` };
}

/** The file; nothing where there is none yet. */
export function fileOf({ models: { file } }: Config): Omit<LoadedFile, 'path'> {
  return file !== undefined && existsSync(file)
    ? loadModelsFile(file)
    : { entries: {}, dump: undefined, faults: [] };
}
