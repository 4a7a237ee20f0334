export type { Config, CookieSettings } from './config.js';
export { ConfigError } from './config-error.js';
export { CONFIG, ConfigModule } from './config.module.js';
export type { DatabaseAddress } from './database-url.js';
export { loadConfig } from './load-config.js';
export { readEnvironment } from './read-environment.js';
