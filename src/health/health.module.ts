import { Module } from '@nestjs/common';
import { HealthController } from './health.controller.js';
import { MetricsService } from './metrics.service.js';
import { ReadinessService } from './readiness.service.js';
import { ShutdownState } from './shutdown-state.js';

@Module({
  controllers: [HealthController],
  providers: [MetricsService, ReadinessService, ShutdownState],
  exports: [MetricsService, ReadinessService, ShutdownState],
})
export class HealthModule {}
