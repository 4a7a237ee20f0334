export { stopOnSignals } from './graceful-shutdown.js';
export { LEFT_OUT } from './health.errors.js';
export { HealthModule } from './health.module.js';
export { ReadinessService } from './readiness.service.js';
export { ShutdownState } from './shutdown-state.js';
export { MetricsService } from './metrics.service.js';
