import { call } from './call.js';
import type { AssetEvent, RecordEvent } from './feed.js';
import type { Http } from './http.js';
import { dataOf } from './problem.js';
import type { components } from './schema.js';

/** What stands in the path of a row: the value of the model's `lookup_field`. */
export type Key = string | number;

/** The shapes of one model. `lockstep types` writes them for the models that a service has. */
export interface ModelTypes {
  /** A row as answers show it. */
  readonly row: object;
  /** What a new row takes. */
  readonly create: object;
  /** What a change takes. */
  readonly update: object;
  readonly key: Key;
}

/** A model of which nothing is known before the service is asked. */
export interface AnyModel extends ModelTypes {
  readonly row: Record<string, unknown>;
  readonly create: Record<string, unknown>;
  readonly update: Record<string, unknown>;
  readonly key: Key;
}

export type Asset = components['schemas']['Asset'];
export type AssetCreate = components['schemas']['AssetCreate'];
export type AssetPatch = components['schemas']['AssetPatch'];

/** The inventory that comes with the service. */
export interface AssetModel extends ModelTypes {
  readonly row: Asset;
  readonly create: AssetCreate;
  readonly update: AssetPatch;
  readonly key: number;
  readonly event: AssetEvent;
}

/** What the history and the feed of a model tell. */
export type EventOf<M extends ModelTypes> = M extends { readonly event: infer E } ? E : RecordEvent;

/** A model as `GET /api/models` tells of it: enough for a list, its filters and a form. */
export type ModelDescription = components['schemas']['ModelList']['results'][number];
export type FieldDescription = ModelDescription['fields'][number];
export type RelationDescription = ModelDescription['relations'][number];

/** The inventory has routes of its own for all that it can do; those of models answer the rest of the questions. */
export const INVENTORY = { label: 'assets.asset', url: '/api/assets', lookupField: 'id' } as const;

/** The models that the user may see, asked for once, and again after a login. */
export class ModelDescriptions {
  private asked: Promise<readonly ModelDescription[]> | undefined;

  constructor(private readonly http: Http) {}

  all(): Promise<readonly ModelDescription[]> {
    this.asked ??= this.ask().catch((error: unknown) => {
      this.asked = undefined;
      throw error;
    });
    return this.asked;
  }

  async of(label: string): Promise<ModelDescription | undefined> {
    return (await this.all()).find((model) => model.label === label);
  }

  /** What is asked for next comes from the service again. */
  forget(): void {
    this.asked = undefined;
  }

  private async ask(): Promise<readonly ModelDescription[]> {
    const path = '/api/models';
    return dataOf(await call<components['schemas']['ModelList']>(this.http, { path })).results;
  }
}
