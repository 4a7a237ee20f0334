import type { NestExpressApplication } from '@nestjs/platform-express';
import type { Logger } from 'pino';
import type { Config } from '../config/index.js';
import { explainParserRefusals } from './parser-refusals.js';
import { ProblemFilter } from './problem.filter.js';
import { requestId } from './request-id.js';
import { logRequests } from './request-log.js';
import { secure } from './security.js';
import { ValidationPipe } from './validation.js';

/**
 * What every request passes first: its id, its line in the log, the security headers and CORS. Create the app with
 * `bodyParser: false`; sessions, `limitRate` and `acceptJsonBodies` come behind this, in that order.
 */
export function setupEdge(app: NestExpressApplication, config: Config, logger: Logger): void {
  explainParserRefusals(app.getHttpServer(), logger);
  app.use(requestId);
  app.use(logRequests(logger));
  secure(app, config);
  app.useGlobalPipes(new ValidationPipe());
  app.useGlobalFilters(new ProblemFilter());
}
