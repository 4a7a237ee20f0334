import { Assets } from './assets.js';
import {
  type AssetEvent,
  type FeedEvent,
  type FeedOptions,
  type FeedQuery,
  listen,
  type RecordEvent,
} from './feed.js';
import { createHttp, type Http, type HttpOptions } from './http.js';
import { dataOf } from './problem.js';
import type { components } from './schema.js';

export type User = components['schemas']['User'];

/** The service as a caller meets it. */
export class Lockstep {
  /** Every route, typed; what has no method of its own is called here. */
  readonly http: Http;
  readonly assets: Assets;

  constructor(options: HttpOptions = {}) {
    this.http = createHttp(options);
    this.assets = new Assets(this.http);
  }

  /** Django's login: the session is that of the Django site, too. @throws LockstepError, `invalid_credentials` */
  async login(username: string, password: string): Promise<User> {
    return dataOf(await this.http.POST('/api/auth/login', { body: { username, password } }));
  }

  async logout(): Promise<void> {
    dataOf(await this.http.POST('/api/auth/logout'));
  }

  /** Who is logged in, here or on the Django site; null for nobody. */
  async me(): Promise<User | null> {
    const result = await this.http.GET('/api/auth/me');
    return result.response.status === 401 ? null : dataOf(result);
  }

  /** Every change of every asset, or with `model` of every row of models (`events<RecordEvent>`), live; see `listen`. */
  events<E extends AssetEvent | RecordEvent = AssetEvent>(
    query: FeedQuery = {},
    options: FeedOptions = {},
  ): AsyncGenerator<FeedEvent<E>> {
    return listen<E>(this.http, query, options);
  }
}
