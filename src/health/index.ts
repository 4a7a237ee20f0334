export { stopOnSignals } from './graceful-shutdown.js';
export { HealthModule } from './health.module.js';
export { ShutdownState } from './shutdown-state.js';
export { MetricsService } from './metrics.service.js';
