import { type DynamicModule, Module } from '@nestjs/common';
import { AssetsModule } from './assets/index.js';
import { AuthModule } from './auth/index.js';
import { type Config, ConfigModule } from './config/index.js';
import { DatabaseModule } from './database/index.js';
import { EventsModule } from './events/index.js';
import { HealthModule } from './health/index.js';
import { LimitsModule } from './http/index.js';
import { LocksModule } from './locks/index.js';
import { MetricsModule } from './metrics/index.js';
import { ModelModule } from './model/index.js';
import { RecordsModule } from './records/index.js';
import { SessionsModule } from './sessions/index.js';
import { TelemetryModule } from './telemetry/index.js';

/** The parts of the application; `AppModule.of(config)` is the whole. */
@Module({})
export class AppModule {
  static of(config: Config): DynamicModule {
    return {
      module: AppModule,
      imports: [
        ConfigModule.of(config),
        LimitsModule,
        TelemetryModule,
        DatabaseModule,
        HealthModule,
        SessionsModule,
        AuthModule,
        ModelModule,
        AssetsModule,
        RecordsModule,
        EventsModule,
        LocksModule,
        MetricsModule,
      ],
    };
  }
}
