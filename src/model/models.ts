import {
  Inject,
  Injectable,
  Logger,
  type OnApplicationShutdown,
  type OnModuleInit,
} from '@nestjs/common';
import { CONFIG, type Config } from '../config/index.js';
import { Database } from '../database/index.js';
import { type Assembled, assemble } from './assemble.js';
import { asConfigError, faultLine, loadModelsFile, type LoadedFile } from './load-models-file.js';
import type { Model, ModelRegistry } from './model.js';
import { SchemaRepository } from './schema.repository.js';

/** How often the tables are looked at, by each process. */
const LOOK_MS = 30_000;

/** The models that are served, kept in step with their tables. */
@Injectable()
export class Models implements OnModuleInit, OnApplicationShutdown {
  private readonly logger = new Logger(Models.name);
  private readonly repository: SchemaRepository;
  private file: LoadedFile | undefined;
  /** Of the file. */
  private models: ModelRegistry = new Map();
  /** Of modules. */
  private readonly own = new Map<string, Model>();
  private all: ModelRegistry = new Map();
  private unfit: Unfit = { wholly: new Map(), toAdd: new Map() };
  private print = '';
  private reading: Promise<boolean> | undefined;
  private timer: NodeJS.Timeout | undefined;

  constructor(
    database: Database,
    @Inject(CONFIG) private readonly config: Config,
  ) {
    this.repository = new SchemaRepository((sql, params) => database.query(sql, params));
  }

  /** @throws ConfigError when the file does not fit the database */
  async onModuleInit(): Promise<void> {
    const { file: path } = this.config.models;
    if (path === undefined) return;
    this.file = loadModelsFile(path);
    const { models, faults } = assemble(await this.repository.read(), this.file);
    if (faults.length > 0) throw asConfigError(path, faults);
    this.models = models;
    this.all = new Map([...models, ...this.own]);
    this.print = await this.repository.fingerprint(tablesOf(models));
    this.timer = setInterval(() => void this.lookQuietly(), LOOK_MS).unref();
  }

  onApplicationShutdown(): void {
    clearInterval(this.timer);
  }

  /** By label; another map after each change. One whose table no longer fits stands there as it was last. */
  get registry(): ModelRegistry {
    return this.all;
  }

  /**
   * Serves a model that a module describes, and keeps by rules of its own.
   * @throws ConfigError when the file says more of it than its name
   */
  include(model: Model): void {
    const { label } = model;
    const entry = this.file?.entries[label];
    if (entry && Object.keys(entry).length > 0)
      throw asConfigError(this.config.models.file ?? '', [
        { label, message: `has its own rules, at ${model.url ?? label}; give {}` },
      ]);
    this.own.set(label, model);
    this.all = new Map([...this.models, ...this.own]);
  }

  /** Why a model cannot be served until its table or the file is changed: 503 `schema_changed`. For the log, not for callers. */
  whyUnfit(label: string): string | undefined {
    return this.unfit.wholly.get(label);
  }

  /**
   * The same, of new rows alone. Django's migrations add columns that are NOT NULL and have no default; then no row can be
   * added before the file or the dump has one, and everything else goes on.
   */
  whyUnfitToAdd(label: string): string | undefined {
    return this.unfit.toAdd.get(label);
  }

  /**
   * Reads the tables again, for whoever met a column or a table that is gone (1054, 1146). Callers at once share one reading.
   * @returns whether anything is other than before, so that trying again makes sense
   */
  refresh(): Promise<boolean> {
    this.reading ??= this.read().finally(() => (this.reading = undefined));
    return this.reading;
  }

  /** Reads the tables again if they have changed. @returns whether the models have */
  async look(): Promise<boolean> {
    const print = await this.repository.fingerprint(tablesOf(this.models));
    return print === this.print ? false : this.refresh();
  }

  private async read(): Promise<boolean> {
    if (!this.file) return false;
    // First: what changes while the tables are read is seen the next time.
    const print = await this.repository.fingerprint(tablesOf(this.models));
    const { models, faults } = assemble(await this.repository.read(), this.file);
    const unfit: Unfit = {
      wholly: reasons(faults.filter(({ only }) => only === undefined)),
      toAdd: reasons(faults.filter(({ only }) => only === 'add')),
    };
    const fitting = [...this.models].map(([label, model]): [string, Model] => [
      label,
      (unfit.wholly.has(label) ? undefined : models.get(label)) ?? model,
    ]);
    const hasChanged = asText(fitting, unfit) !== asText(this.models, this.unfit);
    this.print = print;
    if (hasChanged) this.replace(new Map(fitting), unfit);
    return hasChanged;
  }

  private replace(models: ModelRegistry, unfit: Unfit): void {
    this.models = models;
    this.all = new Map([...models, ...this.own]);
    this.unfit = unfit;
    const reasons = Object.fromEntries([...unfit.toAdd, ...unfit.wholly]);
    this.logger.warn({ unfit: reasons }, 'the tables of the models have changed');
  }

  private async lookQuietly(): Promise<void> {
    try {
      await this.look();
    } catch (error) {
      this.logger.warn({ err: error }, 'the tables of the models could not be looked at');
    }
  }
}

/** By label. */
interface Unfit {
  readonly wholly: ReadonlyMap<string, string>;
  readonly toAdd: ReadonlyMap<string, string>;
}

function reasons(faults: Assembled['faults']): Map<string, string> {
  const byLabel = new Map<string, string>();
  for (const fault of faults) {
    const { label = '' } = fault;
    const before = byLabel.get(label);
    byLabel.set(label, before === undefined ? faultLine(fault) : `${before}; ${faultLine(fault)}`);
  }
  return byLabel;
}

/** Also those between two models. */
const tablesOf = (models: ModelRegistry): string[] => [
  ...new Set(
    [...models.values()].flatMap(({ table, relations }) => [
      table,
      ...relations.flatMap(({ through }) => through?.table ?? []),
    ]),
  ),
];

const asText = (models: Iterable<[string, Model]>, { wholly, toAdd }: Unfit): string =>
  JSON.stringify([...models, ...wholly, ...toAdd]);
