import { type ArgumentsHost, Catch, type ExceptionFilter, Logger } from '@nestjs/common';
import type { Request, Response } from 'express';
import { stringifyJson } from '../exact-json.js';
import { dropSession } from './drop-session.js';
import { type Failure, toFailure } from './failure.js';
import { MethodNotAllowedError } from './http.errors.js';
import { patchTypesOf } from './json-body.js';
import { requestIdOf } from './request-id.js';
import { allowedMethods, routeTemplate } from './routes.js';

/** Answers every error with one RFC 9457 problem document. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  private readonly logger = new Logger(ProblemFilter.name);

  catch(error: unknown, host: ArgumentsHost): void {
    const http = host.switchToHttp();
    const request = http.getRequest<Request>();
    const response = http.getResponse<Response>();
    const failure = this.understand(error, request, response);
    this.log(error, failure, request);
    if (failure.status >= 500) dropSession(request);
    // Half an answer is on its way: only a broken connection tells the caller that it is not whole.
    if (response.headersSent) response.destroy();
    else sendProblem(request, response, failure);
  }

  private understand(error: unknown, request: Request, response: Response): Failure {
    const failure = toFailure(error);
    if (failure.code !== 'not_found' || routeTemplate(request) !== undefined) return failure;
    const allowed = allowedMethods(request);
    if (allowed.length === 0) return { ...failure, detail: 'There is no such path.' };
    response.setHeader('Allow', allowed.join(', '));
    return toFailure(new MethodNotAllowedError(allowed));
  }

  /** What a service foresaw (a row that stays locked, a database away) is no defect: a warning without a stack. */
  private log(error: unknown, { status, code }: Failure, request: Request): void {
    if (status < 500) return;
    const where = `${request.method} ${routeTemplate(request) ?? 'without a route'}: ${code}`;
    if (code === 'internal_error') this.logger.error({ err: error }, where);
    else this.logger.warn(where);
  }
}

/** Sends the document; `retry_after` of the details is a header as well (RFC 9110 section 10.2.3). */
function sendProblem(request: Request, response: Response, failure: Failure): void {
  const { status, code, title, detail, details } = failure;
  const retryAfter = details.retry_after ?? (status === 503 ? 1 : undefined);
  if (typeof retryAfter === 'number') response.setHeader('Retry-After', Math.ceil(retryAfter));
  // RFC 5789 section 3.1.
  if (status === 415 && request.method === 'PATCH')
    response.setHeader('Accept-Patch', patchTypesOf(request.path).join(', '));
  const type = `/api/docs/problems#${code}`;
  const request_id = requestIdOf(request);
  response.status(status).setHeader('Content-Type', 'application/problem+json');
  response.send(stringifyJson({ ...details, type, title, status, detail, code, request_id }));
}
