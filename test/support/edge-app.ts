import { type AddressInfo } from 'node:net';
import { Module, type ModuleMetadata } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { ConfigModule, loadConfig } from '../../src/config/index.js';
import {
  acceptJsonBodies,
  BornExpressAdapter,
  createLogger,
  limitRate,
  PinoLoggerService,
  setupEdge,
  setupOpenApi,
} from '../../src/http/index.js';
import { OwnLimits } from '../../src/limits/index.js';

export interface EdgeApp {
  readonly app: NestExpressApplication;
  readonly origin: string;
  /** What was logged so far, one object a line. */
  readonly lines: Record<string, unknown>[];
  /** The same as text. */
  logged(): string;
}

const noToken = () => Promise.resolve(undefined);

/** The HTTP edge as the service has it, around `parts` of a module, without sessions; `extend` may add middleware. */
export async function createEdgeApp(
  parts: Pick<ModuleMetadata, 'controllers' | 'imports'>,
  env: Record<string, string> = {},
  extend: (app: NestExpressApplication) => void = () => undefined,
): Promise<EdgeApp> {
  const config = loadConfig({
    SECRET_KEY: 'edge',
    DATABASE_URL: 'mysql://localhost/none',
    NODE_ENV: 'test',
    ...env,
  });
  const lines: Record<string, unknown>[] = [];
  const texts: string[] = [];
  const write = (text: string) => {
    texts.push(text);
    lines.push(JSON.parse(text) as Record<string, unknown>);
  };
  const logger = createLogger(config, { write });

  @Module({ ...parts, imports: [ConfigModule.of(config), ...(parts.imports ?? [])] })
  class EdgeModule {}
  const app = await NestFactory.create<NestExpressApplication>(
    EdgeModule,
    new BornExpressAdapter(),
    { bodyParser: false, logger: new PinoLoggerService(logger) },
  );
  setupEdge(app, config, logger);
  extend(app);
  setupOpenApi(app);
  if (config.http.rateLimit > 0)
    app.use(limitRate(config.http.rateLimit, new OwnLimits(), noToken));
  acceptJsonBodies(app);
  await app.listen(0, '127.0.0.1');
  const { port } = app.getHttpServer().address() as AddressInfo;
  return { app, lines, logged: () => texts.join(''), origin: `http://127.0.0.1:${port}` };
}
