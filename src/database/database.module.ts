import { type DynamicModule, Global, Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { CONFIG, type Config } from '../config/index.js';
import { ClusterJobs } from './cluster-jobs.js';
import { dataSourceOptions } from './data-source-options.js';
import { Database } from './database.js';
import { INVENTORY_STATE, Inventory } from './inventory.js';
import type { InventoryState } from './run-migrations.js';

/** The connection to the database; modules bring their entities with `TypeOrmModule.forFeature`. */
@Global()
@Module({
  imports: [
    TypeOrmModule.forRootAsync({
      inject: [CONFIG],
      useFactory: (config: Config) => ({
        ...dataSourceOptions(config),
        autoLoadEntities: true,
        retryAttempts: 0,
      }),
    }),
  ],
  providers: [Database, ClusterJobs, Inventory],
  exports: [Database, ClusterJobs, Inventory],
})
export class DatabaseModule {
  /** @param inventory what the start found out */
  static of(inventory: InventoryState): DynamicModule {
    return {
      module: DatabaseModule,
      providers: [{ provide: INVENTORY_STATE, useValue: inventory }],
    };
  }
}
