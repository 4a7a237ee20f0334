import { Inject, Injectable } from '@nestjs/common';
import { type Allows, RecordAccess } from '../auth/index.js';
import { CONFIG, type Config } from '../config/index.js';
import { isSchemaChange } from '../database/index.js';
import type { User } from '../http/index.js';
import { type Model, ModelNotFoundError, Models } from '../model/index.js';
import { SchemaChangedError } from './records.errors.js';
import { PlainPolicy, type WriteScope } from './write-policy.js';

/** The name of a model's table in our statements. */
const ALIAS = 'base';

/** A model for a user who may see it, and what else they may do. */
export interface Seen {
  readonly scope: WriteScope;
  readonly allows: Allows;
  /** A column that came meanwhile has no default, so no row can be added: 503 `schema_changed`. */
  readonly isUnfitToAdd: boolean;
}

/** Which models a user sees, and work on them while their tables change. */
@Injectable()
export class RecordScopes {
  constructor(
    private readonly models: Models,
    private readonly access: RecordAccess,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /** The models that the user may see. */
  async list(user: User): Promise<Seen[]> {
    const allows = await this.access.of(user);
    return [...this.models.registry.values()]
      .filter((model) => allows(model.permissions.view))
      .map((model) => this.seenOf(model, allows));
  }

  /**
   * Does something with a model, and once more with the schema read again when the database misses a table or a column.
   * @throws ModelNotFoundError, SchemaChangedError, and what `work` throws
   */
  on<T>(user: User, label: string, work: (seen: Seen) => Promise<T>): Promise<T> {
    return this.onMany(user, [label], (seen) => work(seen(label)));
  }

  /** The same with several models, which `work` asks for by their labels. */
  async onMany<T>(
    user: User,
    labels: readonly string[],
    work: (seen: (label: string) => Seen) => Promise<T>,
  ): Promise<T> {
    const allows = await this.access.of(user);
    const seen = (label: string): Seen => {
      const model = this.models.registry.get(label);
      if (!model || !allows(model.permissions.view)) throw new ModelNotFoundError(label);
      if (this.models.whyUnfit(label) !== undefined) throw new SchemaChangedError(label);
      return this.seenOf(model, allows);
    };
    try {
      return await work(seen);
    } catch (error) {
      if (!isSchemaChange(error)) throw error;
      await this.models.refresh();
    }
    try {
      return await work(seen);
    } catch (error) {
      throw isSchemaChange(error)
        ? new SchemaChangedError(labels.join(', '), { cause: error })
        : error;
    }
  }

  private seenOf(model: Model, allows: Allows): Seen {
    const isUnfitToAdd = this.models.whyUnfitToAdd(model.label) !== undefined;
    return { scope: this.scopeOf(model, allows), allows, isUnfitToAdd };
  }

  private scopeOf(model: Model, allows: Allows): WriteScope {
    const { registry } = this.models;
    return {
      model,
      alias: ALIAS,
      policy: new PlainPolicy(model),
      time: model.time ?? this.config.django,
      modelOf: (label) => {
        const other = registry.get(label);
        return other && allows(other.permissions.view) ? other : undefined;
      },
    };
  }
}
