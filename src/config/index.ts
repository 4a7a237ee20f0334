export type { Config, CookieSettings } from './config.js';
export { ConfigError } from './config-error.js';
export { CONFIG, ConfigModule } from './config.module.js';
export type { DatabaseAddress, TlsSettings } from './database-url.js';
export { loadConfig } from './load-config.js';
export { MODELS_FILE, readEnvironment } from './read-environment.js';
