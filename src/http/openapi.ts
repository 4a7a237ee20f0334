import type { NestExpressApplication } from '@nestjs/platform-express';
import { DocumentBuilder, type OpenAPIObject, SwaggerModule } from '@nestjs/swagger';
import { Router } from 'express';
import { z } from 'zod';
import { CONFIG, type Config } from '../config/index.js';
import { completeDocument } from './openapi-document.js';
import { problemsPage } from './problems-page.js';

/**
 * Serves the OpenAPI 3.1 document at `/api/openapi.json` and its pages at `/api/docs`, with scripts and styles of our
 * own host only. The document is built at the first request for it, once.
 */
export function setupOpenApi(app: NestExpressApplication): void {
  const config = app.get<Config>(CONFIG);
  const document = once(() => buildDocument(app, config));
  const json = once(() => JSON.stringify(document()));
  const router = Router();
  router.get('/api/openapi.json', (_, response) => response.type('application/json').send(json()));
  router.get('/api/docs/problems', (_, response) => response.type('html').send(problemsPage));
  app.use(router);
  SwaggerModule.setup('api/docs', app, document, {
    raw: false,
    customSiteTitle: 'Lockstep API',
    swaggerOptions: { requestInterceptor: withCsrfToken(config), tryItOutEnabled: true },
  });
}

function buildDocument(app: NestExpressApplication, config: Config): OpenAPIObject {
  const builder = new DocumentBuilder()
    .setOpenAPIVersion('3.1.0')
    .setTitle('Lockstep')
    .setDescription(DESCRIPTION)
    .setVersion('1')
    .setLicense('MIT', 'https://opensource.org/license/mit')
    .addCookieAuth(config.sessionCookie.name, { type: 'apiKey', in: 'cookie' }, 'session')
    .addApiKey(
      { type: 'apiKey', in: 'header', name: config.csrf.headerName, description: CSRF },
      'csrf',
    )
    .addApiKey(
      { type: 'apiKey', in: 'header', name: 'Authorization', description: TOKEN },
      'token',
    );
  const options = { standardSchemaConverter: toJsonSchema, operationIdFactory: operationId };
  const document = SwaggerModule.createDocument(app, builder.build(), options);
  return completeDocument(document);
}

const DESCRIPTION =
  'An asset inventory in step with the Django site beside it: the same users, sessions and row locks. ' +
  'Every error is a problem document (RFC 9457) with a stable `code`.';

const CSRF = 'The token of `GET /api/auth/csrf`, needed by every unsafe method with a session.';

const TOKEN =
  'A token of REST framework, behind the word Token: `Token 9944b09199c62bcf9418ad846dd0e4bbdfc6ee4b`. It needs neither session nor CSRF token.';

const operationId = (controller: string, method: string): string =>
  `${controller.replace(/Controller$/, '')}_${method}`;

/** zod's own draft 2020-12, which OpenAPI 3.1 is; the library would ask for 3.0's dialect. */
function toJsonSchema(source: unknown, { schemaType }: { schemaType: 'input' | 'output' }) {
  if (!(source instanceof z.ZodType)) return undefined;
  const schema = z.toJSONSchema(source, { io: schemaType, unrepresentable: 'any' });
  const components = schema.$defs ?? {};
  // The dialect is said once, for the whole document.
  delete schema.$schema;
  delete schema.$defs;
  return { schema, components };
}

/**
 * "Try it out" sends the CSRF token as an SPA would. Swagger UI writes the source of this function into its script, so
 * the source is what we give.
 */
function withCsrfToken({ csrf }: Config): (request: unknown) => unknown {
  const start = JSON.stringify(`${csrf.cookie.name}=`);
  const source = `(request) => {
    const pair = document.cookie.split('; ').find((text) => text.startsWith(${start}));
    if (pair) request.headers[${JSON.stringify(csrf.headerName)}] = pair.slice(${start}.length);
    return request;
  }`;
  return Object.assign((request: unknown) => request, { toString: () => source });
}

function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => (made ??= { value: make() }).value;
}
