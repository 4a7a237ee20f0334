import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { cwd } from 'node:process';
import { type Config, MODELS_FILE } from '../../config/index.js';
import { surveyWatches, watchSentence } from '../../events/index.js';
import {
  assemble,
  type Assembled,
  dumpScript,
  faultLine,
  hindranceOf,
  type LoadedFile,
  loadModelsFile,
  type Model,
  PERMISSION_CLASSES,
  readSchema,
  surveyModels,
} from '../../model/index.js';
import { type Command, required, UsageError } from '../command.js';
import { type Output, printable, toLines } from '../output.js';

type Context = Parameters<Command['run']>[0];

/** `models`: the tables of the site, and which of them are served. Writes nothing but `lockstep.json`. */
export const models: Command = {
  usage: '[add LABEL [--table NAME] | check | dump-script]',
  summary: "The site's tables: list them, serve one, compare them with lockstep.json and the dump",
  options: { table: { type: 'string' } },
  run(context) {
    const [action, ...rest] = context.positionals;
    switch (action) {
      case undefined:
        return list(context);
      case 'add':
        return add(context, required(rest[0], 'LABEL'));
      case 'check':
        return check(context);
      case 'dump-script':
        return printScript(context.output);
      default:
        throw new UsageError(`Unknown: models ${printable(action)}.`);
    }
  },
};

/** What is there: the tables of models, and others that no model is known for. */
async function list({ config, output }: Context): Promise<number> {
  const { drafts, models: served, faults } = assemble(await readSchema(config), fileOf(config));
  const labels = new Map([...served.values()].map(({ table, label }) => [table, label]));
  const between = new Set(
    drafts.flatMap(({ manyToMany }) => manyToMany.map(({ through }) => through.table)),
  );
  const tables = drafts
    .filter(({ table, label }) => !table.startsWith('lockstep_') && (label ?? !between.has(table)))
    .map((draft) => ({
      label: labels.get(draft.table) ?? draft.label ?? '',
      table: draft.table,
      rows: draft.rows ?? null,
      key: draft.primaryKey.join(', '),
      engine: draft.engine,
      served: labels.has(draft.table),
      hindrance: labels.has(draft.table)
        ? (draft.readOnlyReason ?? '')
        : (hindranceOf(draft) ?? ''),
    }));
  const lines = tables.map(({ rows, served: isServed, ...row }) => ({
    ...row,
    rows: rows === null ? '' : `~${rows}`,
    served: isServed ? 'yes' : '',
  }));
  output.result({ tables, faults }, [
    ...(tables.length > 0 ? toLines(lines) : ['There are no tables.']),
    ...faults.map((fault) => printable(faultLine(fault))),
  ]);
  return 0;
}

/** Writes the entry of one model into `lockstep.json` and shows what will be served. */
async function add({ config, values, output }: Context, label: string): Promise<number> {
  const path = config.models.file ?? join(cwd(), MODELS_FILE);
  const file = fileOf(config);
  if (Object.hasOwn(file.entries, label))
    throw new UsageError(`${printable(label)} stands in ${path} already.`);
  const entry = typeof values.table === 'string' ? { table: values.table } : {};
  const schema = await readSchema(config);
  const assembled = assemble(schema, { ...file, entries: { ...file.entries, [label]: entry } });
  const model = servedOrRefused(assembled, label);
  writeEntry(path, label, entry);
  const { permissions } = schema;
  output.result({ file: path, model, exists: { view: permissions.has(model.permissions.view) } }, [
    ...describe(model, permissions).map(printable),
    '',
    `Written to ${path}. At its next start Lockstep serves it, read-only, at /api/models/${label}`,
  ]);
  return 0;
}

/** @throws UsageError with what is wrong */
function servedOrRefused({ models, faults }: Assembled, label: string): Model {
  const own = faults.filter((fault) => fault.label === label);
  const model = models.get(label);
  if (model && own.length === 0) return model;
  throw new UsageError(own.map((fault) => printable(faultLine(fault))).join('\n'));
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
    ...(model.readOnlyReason === undefined ? [] : [model.readOnlyReason]),
  ];
}

/** Whole or not at all: a start that reads it meanwhile finds one of the two. */
function writeEntry(path: string, label: string, entry: object): void {
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

/** Where the file, the dump and the tables disagree. */
async function check({ config, output }: Context): Promise<number> {
  const survey = await surveyModels(config);
  if (!survey) throw new UsageError(`There is no ${MODELS_FILE}; models add LABEL makes it.`);
  const { file, served, faults, drift } = survey;
  // Of a wrong file nobody knows what it serves.
  const watches = faults.length === 0 ? await surveyWatches(config, served) : [];
  const unseen = watches.flatMap((watch) => watch.faults.map(watchSentence));
  const lines = [...faults, ...drift, ...unseen].map(printable);
  output.result(
    { file, served: [...served.keys()], faults, drift, watches },
    lines.length > 0 ? lines : [`${served.size} models are as their tables are.`],
  );
  return lines.length > 0 ? 1 : 0;
}

function printScript(output: Output): Promise<number> {
  const script = dumpScript();
  output.result({ script }, [script.trimEnd()]);
  return Promise.resolve(0);
}

/** Also before there is one. */
function fileOf({ models: { file } }: Config): Omit<LoadedFile, 'path'> {
  return file !== undefined && existsSync(file)
    ? loadModelsFile(file)
    : { entries: {}, dump: undefined, faults: [] };
}
