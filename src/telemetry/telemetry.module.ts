import { Module } from '@nestjs/common';
import { TracingService } from './tracing.service.js';

/** What OpenTelemetry sees of the service. */
@Module({ providers: [TracingService], exports: [TracingService] })
export class TelemetryModule {}
