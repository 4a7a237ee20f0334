import { DataSource } from 'typeorm';
import type { Config } from '../../config/index.js';
import {
  type Ask,
  askOn,
  dataSourceOptions,
  type OwnTables,
  ownTablesOf,
} from '../../database/index.js';
import {
  isInventory,
  makeWatch,
  markOf,
  readWatchTriggers,
  type SeenTrigger,
  unwatchStatements,
  watchHindrance,
  watchStatements,
  type WatchTrigger,
  watchTriggers,
} from '../../events/index.js';
import {
  assemble,
  loadModelsFile,
  type Model,
  readSchema,
  shownFields,
} from '../../model/index.js';
import { type Command, required, UsageError } from '../command.js';
import { printable } from '../output.js';
import { confirm } from '../prompt.js';

type Context = Parameters<Command['run']>[0];

const options = {
  yes: { type: 'boolean' },
  'dry-run': { type: 'boolean' },
} as const;

/** `watch`: makes the triggers by which every writer of a table is seen. */
export const watch: Command = {
  usage: 'LABEL [--values FIELD,…] [--dry-run | --yes]',
  summary: "Triggers by which every writer's changes to a model are told, with old and new values",
  options: { ...options, values: { type: 'string' } },
  async run(context) {
    const label = required(context.positionals[0], 'LABEL');
    const model = await modelOf(context.config, label);
    const fields = fieldsOf(model, context.values.values);
    return onDatabase(context.config, async (ask, own) => {
      const triggers = watchTriggers(model, fields, own);
      const seen = await readWatchTriggers(ask);
      await refuseWatch(ask, model, triggers, seen);
      const statements = watchStatements(triggers, seen);
      const result = {
        model: label,
        table: model.table,
        values: fields.map(({ attname }) => attname),
      };
      return carryOut(context, { result, statements, done: told(label, fields.length > 0) }, () =>
        makeWatch(ask, own, model, statements),
      );
    });
  },
};

/** `unwatch`: removes them; also of a model that is no longer served. */
export const unwatch: Command = {
  usage: 'LABEL [--dry-run | --yes]',
  summary: 'Removes the triggers of watch',
  options,
  run(context) {
    const label = required(context.positionals[0], 'LABEL');
    return onDatabase(context.config, async (ask) => {
      const statements = unwatchStatements(label, await readWatchTriggers(ask));
      if (statements.length === 0) throw new UsageError(`${printable(label)} is not watched.`);
      const done = `${label} is watched no more: only what comes through this API is told.`;
      return carryOut(context, { result: { model: label }, statements, done }, async () => {
        for (const sql of statements) await ask(sql);
      });
    });
  },
};

const told = (label: string, hasValues: boolean): string =>
  `Every write of ${label} is told from now on${hasValues ? ', with these values' : ', by the key of its row'}. Running processes say "covers": "all" within 30 seconds.`;

/** @throws UsageError */
async function modelOf(config: Config, label: string): Promise<Model> {
  const { file } = config.models;
  if (file === undefined)
    throw new UsageError('There is no lockstep.json; models add LABEL makes it.');
  const { models } = assemble(await readSchema(config), loadModelsFile(file));
  const model = models.get(label);
  if (!model)
    throw new UsageError(
      `${printable(label)} is not served. Served are: ${[...models.keys()].join(', ')}.`,
    );
  const hindrance = watchHindrance(model);
  if (hindrance !== undefined) throw new UsageError(printable(hindrance));
  return model;
}

/** @throws UsageError for a field that is not shown, which is not told apart from one that isn't there */
function fieldsOf(model: Model, given: unknown) {
  const names = typeof given === 'string' ? given.split(',').filter((name) => name !== '') : [];
  return names.map((name) => {
    const field = shownFields(model).find((one) => one.name === name || one.attname === name);
    if (field) return field;
    throw new UsageError(
      `${model.label} shows no field ${printable(name)}. It shows: ${shownFields(model)
        .map(({ attname }) => attname)
        .join(', ')}.`,
    );
  });
}

/** @throws UsageError */
async function refuseWatch(
  ask: Ask,
  model: Model,
  triggers: readonly WatchTrigger[],
  seen: readonly SeenTrigger[],
): Promise<void> {
  if (await isInventory(ask, model.table))
    throw new UsageError(
      `${model.table} is the inventory's, whose own triggers write its history.`,
    );
  for (const { name } of triggers) {
    const there = seen.find((one) => one.name === name);
    if (!there) continue;
    const mark = markOf(there.statement);
    if (!mark)
      throw new UsageError(
        `There is a trigger ${name} on ${there.table} that watch has not made, or that this account may not see.`,
      );
    if (mark.label !== model.label)
      throw new UsageError(`${model.table} is watched for ${mark.label}; unwatch that first.`);
  }
}

interface Plan {
  readonly result: object;
  readonly statements: readonly string[];
  /** What is said when it is done. */
  readonly done: string;
}

/** Shows the SQL, asks, and does it. */
async function carryOut(
  { config, values, output }: Context,
  { result, statements, done }: Plan,
  work: () => Promise<void>,
): Promise<number> {
  const sql = statements.map((statement) => `${printableLines(statement)};`);
  const isDry = values['dry-run'] === true;
  if (!isDry && values.yes !== true) {
    const question = [...sql, '', `Run this on ${config.database.address.database}? [y/N] `].join(
      '\n',
    );
    if (!(await confirm(question))) throw new UsageError('Nothing was done. --yes asks nothing.');
  }
  if (!isDry) await work();
  const shown = isDry || values.yes === true ? sql : [];
  output.result({ ...result, statements, done: !isDry }, [...shown, ...(isDry ? [] : [done])]);
  return 0;
}

const printableLines = (text: string): string => text.split('\n').map(printable).join('\n');

async function onDatabase<T>(
  config: Config,
  work: (ask: Ask, own: OwnTables) => Promise<T>,
): Promise<T> {
  const dataSource = await new DataSource(dataSourceOptions(config)).initialize();
  const runner = dataSource.createQueryRunner();
  try {
    // A table that somebody holds makes all others wait behind whoever waits for it.
    await runner.query('SET SESSION lock_wait_timeout = 5');
    return await work(askOn(runner), ownTablesOf(dataSource));
  } finally {
    await runner.release();
    await dataSource.destroy();
  }
}
