import { Module } from '@nestjs/common';
import { AuthModule } from '../auth/index.js';
import { EventsModule } from '../events/index.js';
import { HealthModule } from '../health/index.js';
import { SessionsModule } from '../sessions/index.js';
import { ServiceMetrics } from './service-metrics.js';

/** Puts what the other modules count among the metrics. */
@Module({
  imports: [HealthModule, SessionsModule, AuthModule, EventsModule],
  providers: [ServiceMetrics],
})
export class MetricsModule {}
