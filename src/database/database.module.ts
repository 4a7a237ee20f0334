import { type DynamicModule, Global, Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { CONFIG, type Config } from '../config/index.js';
import { userEntity } from './auth-user.entity.js';
import { ClusterJobs } from './cluster-jobs.js';
import { dataSourceOptions } from './data-source-options.js';
import { Database } from './database.js';
import { INVENTORY_STATE, Inventory } from './inventory.js';
import type { InventoryState } from './run-migrations.js';
import { RowQueue } from './row-queue.js';
import { DJANGO_USER, UserModel } from './user-model.js';

/** The connection to the database; modules bring their entities with `TypeOrmModule.forFeature`. */
@Global()
@Module({
  imports: [
    TypeOrmModule.forRootAsync({
      inject: [CONFIG, UserModel],
      useFactory: (config: Config, users: UserModel) => ({
        ...dataSourceOptions(config),
        entities: [userEntity(users)],
        autoLoadEntities: true,
        retryAttempts: 0,
      }),
    }),
  ],
  providers: [
    Database,
    RowQueue,
    ClusterJobs,
    Inventory,
    { provide: UserModel, useValue: DJANGO_USER },
  ],
  exports: [Database, RowQueue, ClusterJobs, Inventory, UserModel],
})
export class DatabaseModule {
  /** @param inventory what the start found out; users the model that it found */
  static of(inventory: InventoryState, users: UserModel): DynamicModule {
    return {
      module: DatabaseModule,
      providers: [
        { provide: INVENTORY_STATE, useValue: inventory },
        { provide: UserModel, useValue: users },
      ],
    };
  }
}
