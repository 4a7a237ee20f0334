import { inventoryMode } from './inventory-mode.js';
import { availableParallelism } from 'node:os';
import type { Config } from './config.js';
import { ConfigError } from './config-error.js';
import { databaseUrl } from './database-url.js';
import { readCsrf, readDjango, readSessionCookie } from './django-settings.js';
import { type Environment, EnvironmentReader } from './environment-reader.js';
import {
  boolean,
  databaseName,
  httpUrl,
  integer,
  listOf,
  oneOf,
  origin,
  tagPattern,
  text,
  trustProxy,
} from './values.js';

/**
 * Checks and converts the environment; pure, but for the number of cores.
 *
 * @returns the whole configuration, frozen to the bottom
 * @throws ConfigError naming every bad or missing variable at once
 */
export function loadConfig(env: Environment): Config {
  const reader = new EnvironmentReader(env);
  const config = readConfig(reader);
  if (reader.problems.length > 0) throw new ConfigError(reader.problems);
  return deepFreeze(config);
}

function readConfig(reader: EnvironmentReader): Config {
  const environment = readEnvironmentName(reader);
  const django = readDjango(reader, environment === 'production');
  const modelsFile = reader.value('LOCKSTEP_MODELS', text, undefined);
  const inventory = reader.value('LOCKSTEP_INVENTORY', oneOf(['auto', 'on', 'off']), 'auto');
  return {
    environment,
    logLevel: reader.value(
      'LOG_LEVEL',
      oneOf(logLevels),
      environment === 'test' ? 'silent' : 'info',
    ),
    dataDirectory: reader.value('LOCKSTEP_DATA_DIR', text, 'var'),
    http: readHttp(reader),
    database: readDatabase(reader),
    telemetry: readTelemetry(reader),
    models: { file: modelsFile },
    assets: {
      inventory: inventoryMode(inventory, modelsFile),
      requireIfMatch: reader.value('REQUIRE_IF_MATCH', boolean, false),
      tagPattern: reader.value('ASSET_TAG_PATTERN', tagPattern, 'LOCK-{seq:06}'),
    },
    events: {
      heartbeatSeconds: reader.value('EVENT_HEARTBEAT_SECONDS', integer(1, 60), 15),
    },
    django,
    sessionCookie: readSessionCookie(reader, django.version),
    csrf: readCsrf(reader, django.version),
  };
}

const logLevels = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const;

const readEnvironmentName = (reader: EnvironmentReader): Config['environment'] =>
  reader.value('NODE_ENV', oneOf(['production', 'development', 'test']), 'development');

function readHttp(reader: EnvironmentReader): Config['http'] {
  return {
    workers: reader.value(
      'WEB_CONCURRENCY',
      integer(1, 256),
      defaultWorkers(availableParallelism()),
    ),
    host: reader.value('HOST', text, '127.0.0.1'),
    port: reader.value('PORT', integer(0, 65_535), 3000),
    trustProxy: reader.value('TRUST_PROXY', trustProxy, false),
    corsAllowedOrigins: reader.value('CORS_ALLOWED_ORIGINS', listOf(origin), []),
    rateLimit: reader.value('RATE_LIMIT', integer(0, 1_000_000), 0),
    loginRateLimit: reader.value('LOGIN_RATE_LIMIT', integer(0, 1_000_000), 10),
  };
}

/** The pools of so many keep below the 151 connections that servers allow by default, with room for the Django site. */
const MOST_WORKERS = 8;

/** One for each core, but not 64 of them unasked on a large machine. */
export const defaultWorkers = (cores: number): number => Math.min(cores, MOST_WORKERS);

/** Stands in for a bad address, beside which there is always a problem. */
const NOWHERE = databaseUrl('mysql://localhost/none');

function readDatabase(reader: EnvironmentReader): Config['database'] {
  const hint = 'npm start brings its own database, all else needs mysql://user:password@host/name';
  return {
    address: reader.required('DATABASE_URL', databaseUrl, NOWHERE, hint),
    schema: reader.value('LOCKSTEP_SCHEMA', databaseName, undefined),
    poolSize: reader.value('DB_POOL_SIZE', integer(1, 1000), 10),
    lockWaitSeconds: reader.value('LOCK_WAIT_SECONDS', integer(0, 60), 5),
    lockRetries: reader.value('LOCK_RETRIES', integer(0, 100), 5),
  };
}

/** The names of OpenTelemetry's specification; the signal's own endpoint is used as it is. */
function readTelemetry(reader: EnvironmentReader): Config['telemetry'] {
  const base = reader.value('OTEL_EXPORTER_OTLP_ENDPOINT', httpUrl, undefined);
  const traces = reader.value('OTEL_EXPORTER_OTLP_TRACES_ENDPOINT', httpUrl, undefined);
  return {
    tracesUrl: traces ?? (base && `${base.replace(/\/$/, '')}/v1/traces`),
    serviceName: reader.value('OTEL_SERVICE_NAME', text, 'lockstep'),
  };
}

function deepFreeze<T extends object>(value: T): Readonly<T> {
  for (const member of Object.values(value)) {
    if (typeof member === 'object' && member !== null) deepFreeze(member as object);
  }
  return Object.freeze(value);
}
