import { NestFactory } from '@nestjs/core';
import type { NestExpressApplication } from '@nestjs/platform-express';
import type { Request } from 'express';
import type { DestinationStream } from 'pino';
import { AppModule } from './app.module.js';
import { IMPORT_PATH } from './assets/index.js';
import { RECORD_IMPORT_PATH } from './records/index.js';
import { TokenUser } from './auth/index.js';
import type { Config } from './config/index.js';
import { setupConsole } from './console/index.js';
import { Database, migrateDatabase, settingFaults } from './database/index.js';
import { MetricsService } from './health/index.js';
import {
  acceptJsonBodies,
  BornExpressAdapter,
  createLogger,
  limitRate,
  PinoLoggerService,
  setupEdge,
  setupOpenApi,
} from './http/index.js';
import { Limits } from './limits/index.js';
import { readUserModel } from './model/index.js';
import { SessionMiddleware } from './sessions/index.js';
import { traceRequests, TracingService } from './telemetry/index.js';

/**
 * The application as `main` serves it and as the tests call it: database migrated, nothing listening yet.
 * @param logTo where log lines go; standard output when left out
 * @throws DatabaseUnavailableError and the errors of migrations
 */
export async function createApp(
  config: Config,
  logTo?: DestinationStream,
): Promise<NestExpressApplication> {
  const logger = createLogger(config, logTo);
  // Before anything is built, because it decides whether the inventory is part of it.
  const { repaired, inventory, users } = await migrateDatabase(config, (ask) =>
    readUserModel(config, ask),
  );
  if (repaired.length > 0) logger.warn({ triggers: repaired }, 'triggers were made anew');
  if (inventory.state === 'unavailable')
    logger.warn(`the inventory is not served: ${inventory.reason}`);
  const app = await NestFactory.create<NestExpressApplication>(
    AppModule.of(config, inventory, users),
    new BornExpressAdapter(),
    { abortOnError: false, bodyParser: false, logger: new PinoLoggerService(logger) },
  );
  for (const { sentence, remedy } of await settingFaults(app.get(Database)))
    logger.warn(`${sentence} ${remedy}`);
  if (await app.get(TracingService).start()) app.use(traceRequests);
  setupEdge(app, config, logger);
  app.use(app.get(MetricsService).measure);
  setupOpenApi(app);
  setupConsole(app);
  app.use('/api', ...app.get(SessionMiddleware).handlers);
  if (config.http.rateLimit > 0) {
    const tokenUser = app.get(TokenUser);
    const tokenUserOf = (request: Request) => tokenUser.resolve(request);
    app.use('/api', limitRate(config.http.rateLimit, app.get(Limits), tokenUserOf));
  }
  acceptJsonBodies(app, [IMPORT_PATH, RECORD_IMPORT_PATH]);
  return app;
}
