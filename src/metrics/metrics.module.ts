import { type DynamicModule, Module, type Type } from '@nestjs/common';
import { AuthModule } from '../auth/index.js';
import { HealthModule } from '../health/index.js';
import { SessionsModule } from '../sessions/index.js';
import { ServiceMetrics } from './service-metrics.js';

/** Puts what the other modules count among the metrics. */
@Module({ imports: [HealthModule, SessionsModule, AuthModule], providers: [ServiceMetrics] })
export class MetricsModule {
  /** @param others modules that are there only where the inventory is */
  static with(others: readonly Type[]): DynamicModule {
    return { module: MetricsModule, imports: [...others] };
  }
}
