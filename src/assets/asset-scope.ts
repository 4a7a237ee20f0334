import { Injectable } from '@nestjs/common';
import { UserModel } from '../database/index.js';
import type { Model } from '../model/index.js';
import type { RowValues, Scope, WriteScope } from '../records/index.js';
import { AssetPolicy } from './asset-policy.js';
import { assetsBeside, type Columns, valuesOf } from './asset.model.js';

/** The inventory as an instance of the engine: its model beside the users of the site, and its rules. */
@Injectable()
export class AssetScope implements WriteScope {
  readonly model: Model;
  readonly alias: string;
  readonly modelOf: Scope['modelOf'];
  readonly time: Scope['time'];

  constructor(
    users: UserModel,
    readonly policy: AssetPolicy,
  ) {
    const { model, alias, modelOf, time } = assetsBeside(users);
    this.model = model;
    this.alias = alias;
    this.modelOf = modelOf;
    this.time = time;
  }

  /** What a body gives values to. */
  valuesOf(body: Columns): RowValues {
    return valuesOf(this, body);
  }
}
