import { type BatchAnswer, type BatchOperation, sendBatch } from './batch.js';
import {
  type AssetEvent,
  type FeedEvent,
  type FeedOptions,
  type FeedQuery,
  listen,
  type RecordEvent,
} from './feed.js';
import { createHttp, type Http, type HttpOptions } from './http.js';
import {
  type AnyModel,
  type AssetModel,
  INVENTORY,
  type ModelDescription,
  ModelDescriptions,
  type ModelTypes,
} from './models.js';
import type { WriteOptions } from './outcomes.js';
import { dataOf } from './problem.js';
import { Rows } from './rows.js';
import type { components } from './schema.js';

export type User = components['schemas']['User'];

/** What is served, when nobody has said more: any label, rows of unknown fields. */
export type AnyModels = Readonly<Record<string, AnyModel>>;

/** The service as a caller meets it. `Models`: what `lockstep types` wrote. */
export class Lockstep<Models extends { [L in keyof Models]: ModelTypes } = AnyModels> {
  /** Every route, typed; what has no method of its own is called here. */
  readonly http: Http;
  readonly assets: Rows<AssetModel>;
  private readonly descriptions: ModelDescriptions;

  constructor(options: HttpOptions = {}) {
    this.http = createHttp(options);
    this.descriptions = new ModelDescriptions(this.http);
    this.assets = new Rows(this.http, INVENTORY.label, this.descriptions);
  }

  /** Django's login: the session is that of the Django site, too. @throws LockstepError, `invalid_credentials` */
  async login(username: string, password: string): Promise<User> {
    this.descriptions.forget();
    return dataOf(await this.http.POST('/api/auth/login', { body: { username, password } }));
  }

  async logout(): Promise<void> {
    this.descriptions.forget();
    dataOf(await this.http.POST('/api/auth/logout'));
  }

  /** Who is logged in, here or on the Django site; null for nobody. */
  async me(): Promise<User | null> {
    const result = await this.http.GET('/api/auth/me');
    return result.response.status === 401 ? null : dataOf(result);
  }

  /** The models that the user may see, by label; asked for once, and again after a login or with `fresh`. */
  models({ fresh = false } = {}): Promise<readonly ModelDescription[]> {
    if (fresh) this.descriptions.forget();
    return this.descriptions.all();
  }

  /** The rows of a model by its label, `blog.asset_db`; the inventory is `assets.asset`. */
  model<L extends keyof Models & string>(label: L): Rows<Models[L]>;
  model<M extends ModelTypes>(label: string): Rows<M>;
  model(label: string): Rows<ModelTypes> {
    return new Rows(this.http, label, this.descriptions);
  }

  /** Operations on rows of several models: all or none of them, or with `atomic: false` each for itself. */
  batch(
    operations: readonly BatchOperation<Models>[],
    options: WriteOptions & { readonly atomic?: boolean } = {},
  ): Promise<BatchAnswer> {
    return sendBatch(this.http, operations, options);
  }

  /** Every change of every asset, or with `model` of every row of models (`events<RecordEvent>`), live; see `listen`. */
  events<E extends AssetEvent | RecordEvent = AssetEvent>(
    query: FeedQuery = {},
    options: FeedOptions = {},
  ): AsyncGenerator<FeedEvent<E>> {
    return listen<E>(this.http, query, options);
  }
}

/** `createLockstep<Models>()`, with the models that `lockstep types` wrote. */
export const createLockstep = <Models extends { [L in keyof Models]: ModelTypes } = AnyModels>(
  options: HttpOptions = {},
): Lockstep<Models> => new Lockstep<Models>(options);
