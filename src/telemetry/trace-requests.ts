import {
  context,
  propagation,
  type Span,
  SpanKind,
  SpanStatusCode,
  trace,
} from '@opentelemetry/api';
import type { NextFunction, Request, Response } from 'express';
import { loggedPath, requestIdOf, routeTemplate } from '../http/index.js';

/**
 * Express middleware: one span per request, a child of the caller's where he sends `traceparent` (W3C Trace Context),
 * with the attributes of OpenTelemetry's conventions for HTTP servers.
 */
export function traceRequests(request: Request, response: Response, next: NextFunction): void {
  const parent = propagation.extract(context.active(), request.headers);
  const span = trace
    .getTracer('lockstep')
    .startSpan(request.method, { kind: SpanKind.SERVER }, parent);
  response.once('close', () => {
    finish(span, request, response);
  });
  context.with(trace.setSpan(parent, span), next);
}

/** The name has the route's template, so that all requests to it are one line in a list of traces. */
function finish(span: Span, request: Request, response: Response): void {
  const route = routeTemplate(request);
  if (route !== undefined) span.updateName(`${request.method} ${route}`);
  span.setAttributes({
    'http.request.method': request.method,
    'http.response.status_code': response.statusCode,
    'url.path': loggedPath(request.originalUrl),
    'lockstep.request_id': requestIdOf(request),
    ...(route === undefined ? {} : { 'http.route': route }),
  });
  if (response.statusCode >= 500) span.setStatus({ code: SpanStatusCode.ERROR });
  span.end();
}
