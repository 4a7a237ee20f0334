import type { Server } from 'node:http';
import type { NestExpressApplication } from '@nestjs/platform-express';
import type { NextFunction, Request, Response } from 'express';
import helmet from 'helmet';
import type { Config } from '../config/index.js';

/** Whoever sends his headers slower than this is no client (slowloris). */
const HEADERS_TIMEOUT = 15_000;
/** For the whole request with its body, 1 MB or the file of an import. It does not bound the answer, which may stream. */
const REQUEST_TIMEOUT = 30_000;
/** Longer than the 60 s for which load balancers commonly keep a connection: they, not we, close it first. */
const KEEP_ALIVE_TIMEOUT = 65_000;

/** Headers, CORS, the trusted proxies and the timeouts of the server. */
export function secure(app: NestExpressApplication, config: Config): void {
  app.disable('x-powered-by');
  // Our ETags are versions of rows; Express would hash every other answer for one.
  app.disable('etag');
  app.set('trust proxy', config.http.trustProxy);
  app.use(securityHeaders());
  if (config.http.corsAllowedOrigins.length > 0) app.enableCors(corsOptions(config));
  limitTimes(app.getHttpServer());
}

function limitTimes(server: Server): void {
  server.headersTimeout = HEADERS_TIMEOUT;
  server.requestTimeout = REQUEST_TIMEOUT;
  server.keepAliveTimeout = KEEP_ALIVE_TIMEOUT;
}

/** JSON may load nothing at all; only the pages of the documentation run their own scripts. */
function securityHeaders() {
  const strict = helmet({
    ...shared,
    contentSecurityPolicy: { useDefaults: false, directives: nothing },
  });
  const pages = helmet({
    ...shared,
    contentSecurityPolicy: { useDefaults: false, directives: ownAssets },
  });
  return (request: Request, response: Response, next: NextFunction): void => {
    // Answers depend on the cookie: no cache between may keep them, and none may use them unasked.
    response.setHeader('Cache-Control', 'private, no-cache');
    (isPage(request.path) ? pages : strict)(request, response, next);
  };
}

const isPage = (path: string): boolean => path === '/api/docs' || path.startsWith('/api/docs/');

/** HSTS would bind the whole host, the Django site on it included: that is for whoever ends TLS. */
const shared = {
  strictTransportSecurity: false,
  xFrameOptions: { action: 'deny' },
  xXssProtection: false,
} as const;

const nothing = { defaultSrc: ["'none'"], frameAncestors: ["'none'"] };

/** Swagger UI writes styles into its elements and has its icons as data. */
const ownAssets = {
  defaultSrc: ["'self'"],
  styleSrc: ["'self'", "'unsafe-inline'"],
  imgSrc: ["'self'", 'data:'],
  baseUri: ["'none'"],
  formAction: ["'none'"],
  frameAncestors: ["'none'"],
};

function corsOptions({ http, csrf }: Config) {
  return {
    origin: [...http.corsAllowedOrigins],
    credentials: true,
    methods: ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'],
    allowedHeaders: [...requestHeaders, csrf.headerName],
    exposedHeaders: responseHeaders,
    maxAge: 600,
  };
}

const requestHeaders = [
  ...['Authorization', 'Content-Type', 'Idempotency-Key', 'If-Match', 'If-None-Match'],
  ...['Last-Event-ID', 'Lease-Token', 'Prefer', 'X-Request-Id'],
  // What Angular, jQuery and OpenTelemetry add by themselves.
  ...['X-Requested-With', 'traceparent', 'tracestate', 'baggage'],
];

const responseHeaders = [
  ...['ETag', 'Idempotency-Replayed', 'Location', 'Preference-Applied', 'Retry-After'],
  ...['Accept-Patch', 'Allow', 'Content-Disposition', 'WWW-Authenticate', 'X-Request-Id'],
  ...['RateLimit-Limit', 'RateLimit-Remaining', 'RateLimit-Reset'],
];
