import { DataSource } from 'typeorm';
import { type Config, MODELS_FILE } from '../../config/index.js';
import {
  dataSourceOptions,
  DJANGO_USER,
  isOwnTable,
  neededRights,
  type NeededRights,
  ownSchemaOf,
  presentOwnTables,
} from '../../database/index.js';
import { surveyWatches, watchSentence } from '../../events/index.js';
import {
  assemble,
  dumpScript,
  faultLine,
  grantsFor,
  grantStatements,
  schemaStatements,
  hindranceOf,
  readUserModel,
  readSchema,
  slowWaysOf,
  surveyModels,
  writesOf,
} from '../../model/index.js';
import { type Command, type CommandContext, required, UsageError } from '../command.js';
import { type Output, printable, toLines } from '../output.js';
import { addModel, fileOf } from './models-add.js';

/** `models`: the tables of the site, and which of them are served. Writes nothing but `lockstep.json`. */
export const models: Command = {
  usage:
    '[add LABEL [--table NAME] [--lookup-field NAME] [--editable A,B] | check | grants [--user NAME@HOST] | dump-script]',
  summary:
    "The site's tables: list them, serve one, compare them with lockstep.json and the dump, what the account needs",
  options: {
    table: { type: 'string' },
    'lookup-field': { type: 'string' },
    editable: { type: 'string' },
    user: { type: 'string' },
  },
  run(context) {
    const [action, ...rest] = context.positionals;
    switch (action) {
      case undefined:
        return list(context);
      case 'add':
        return addModel(context, required(rest[0], 'LABEL'));
      case 'check':
        return check(context);
      case 'grants':
        return grants(context);
      case 'dump-script':
        return printScript(context.output);
      default:
        throw new UsageError(`Unknown: models ${printable(action)}.`);
    }
  },
};

/** What is there: the tables of models, and others that no model is known for. */
async function list({ config, output }: CommandContext): Promise<number> {
  const { drafts, models: served, faults } = assemble(await readSchema(config), fileOf(config));
  const byTable = new Map([...served.values()].map((model) => [model.table, model]));
  const between = new Set(
    drafts.flatMap(({ manyToMany }) => manyToMany.map(({ through }) => through.table)),
  );
  const tables = drafts
    .filter(({ table, label }) => !table.startsWith('lockstep_') && (label ?? !between.has(table)))
    .map((draft) => [draft, byTable.get(draft.table)] as const)
    .map(([draft, model]) => ({
      label: model?.label ?? draft.label ?? '',
      table: draft.table,
      rows: draft.rows ?? null,
      key: draft.primaryKey.join(', '),
      engine: draft.engine,
      served: model !== undefined,
      writes: model ? writesOf(model) : [],
      slow: model ? slowWaysOf(model) : [],
      hindrance: (model ? model.readOnlyReason : hindranceOf(draft)) ?? '',
    }));
  const lines = tables.map(({ rows, served: isServed, writes, slow: _, ...row }) => ({
    ...row,
    rows: rows === null ? '' : `~${rows}`,
    served: isServed ? ['read', ...writes].join(', ') : '',
  }));
  output.result({ tables, faults }, [
    ...(tables.length > 0 ? toLines(lines) : ['There are no tables.']),
    ...tables.flatMap(({ label, slow }) => slow.map((way) => printable(`${label}: ${way}`))),
    ...faults.map((fault) => printable(faultLine(fault))),
  ]);
  return 0;
}

/** Where the file, the dump and the tables disagree. */
async function check({ config, output }: CommandContext): Promise<number> {
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

/** Where the site has REST framework's tokens, or somebody made one here. */
const TOKENS: NeededRights = {
  table: 'authtoken_token',
  column: 'key',
  needs: ['SELECT'],
  area: 'database',
};

/** The smallest GRANTs for what the file says, to be run by an administrator. */
async function grants({ config, values, output }: CommandContext): Promise<number> {
  const schema = await readSchema(config);
  const { models: served, faults } = assemble(schema, fileOf(config));
  if (faults.length > 0)
    throw new UsageError(faults.map((fault) => printable(faultLine(fault))).join('\n'));
  const ownSchema = ownSchemaOf(config.database);
  const elsewhere = ownSchema === undefined ? [] : await tablesIn(config, ownSchema);
  const has = (table: string) =>
    ownSchema !== undefined && isOwnTable(table)
      ? elsewhere.includes(table)
      : schema.tables.some(({ name }) => name === table);
  // Only its migrations make this one: `assets_asset` may be the site's.
  const hasInventory = config.assets.inventory !== 'off' && has('lockstep_counter');
  const users = (await readUserModel(config)) ?? DJANGO_USER;
  const own = [
    ...neededRights(users).filter(({ area }) => area === 'database' || hasInventory),
    ...(has(TOKENS.table) ? [TOKENS] : []),
  ];
  const needed = grantsFor(served.values(), own);
  const { database } = schema;
  const account = typeof values.user === 'string' ? values.user : schema.account;
  const grantee = { database, account, ownSchema };
  const statements = grantStatements(
    needed.filter(({ table }) => has(table)),
    grantee,
  );
  const { migrate, watch } = schemaStatements(served.values(), grantee);
  const missing = needed.map(({ table }) => table).filter((table) => !has(table));
  output.result({ account, statements, migrate, watch, missing }, [
    ...statements,
    ...told('npm run manage -- migrate', migrate),
    ...told('npm run manage -- watch', watch),
    ...(missing.length > 0
      ? [
          `-- Not there yet: ${missing.join(', ')}. An account that may create tables makes them: npm run manage -- migrate`,
        ]
      : []),
  ]);
  return 0;
}

/** As comments of SQL: only the account that runs the command needs them. */
const told = (command: string, statements: readonly string[]): string[] =>
  statements.length === 0
    ? []
    : [`-- For the account of ${command} besides:`, ...statements.map((sql) => `-- ${sql}`)];

async function tablesIn(config: Config, schema: string): Promise<string[]> {
  const dataSource = await new DataSource(dataSourceOptions(config)).initialize();
  const where = { sql: '?', params: [schema] };
  try {
    return await presentOwnTables((sql, params) => dataSource.query(sql, params), where);
  } finally {
    await dataSource.destroy();
  }
}

function printScript(output: Output): Promise<number> {
  const script = dumpScript();
  output.result({ script }, [script.trimEnd()]);
  return Promise.resolve(0);
}
