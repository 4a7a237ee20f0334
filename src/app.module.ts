import { type DynamicModule, Module } from '@nestjs/common';
import { AssetsModule, InventoryOffModule } from './assets/index.js';
import { AuthModule } from './auth/index.js';
import { type Config, ConfigModule } from './config/index.js';
import {
  DatabaseModule,
  DJANGO_USER,
  type InventoryState,
  type UserModel,
} from './database/index.js';
import { DoctorModule } from './doctor/index.js';
import { EventsModule } from './events/index.js';
import { HealthModule } from './health/index.js';
import { LimitsModule } from './http/index.js';
import { LocksModule } from './locks/index.js';
import { MetricsModule } from './metrics/index.js';
import { ModelModule } from './model/index.js';
import { RecordsModule } from './records/index.js';
import { SessionsModule } from './sessions/index.js';
import { TelemetryModule } from './telemetry/index.js';

/** The parts of the application; `AppModule.of` is the whole. */
@Module({})
export class AppModule {
  /**
   * @param inventory what `runMigrations` found out; where it has not run, the inventory counts as there
   * @param users the site's model of users, which it found, too
   */
  static of(
    config: Config,
    inventory: InventoryState = { state: config.assets.inventory === 'off' ? 'off' : 'served' },
    users: UserModel = DJANGO_USER,
  ): DynamicModule {
    const isServed = inventory.state === 'served';
    return {
      module: AppModule,
      imports: [
        ConfigModule.of(config),
        LimitsModule,
        TelemetryModule,
        DatabaseModule.of(inventory, users),
        HealthModule,
        SessionsModule,
        AuthModule,
        ModelModule,
        ...(isServed ? [AssetsModule] : [InventoryOffModule]),
        EventsModule,
        RecordsModule,
        LocksModule,
        DoctorModule,
        MetricsModule,
      ],
    };
  }
}
