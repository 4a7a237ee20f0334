export { TelemetryModule } from './telemetry.module.js';
export { traceRequests } from './trace-requests.js';
export { TracingService } from './tracing.service.js';
