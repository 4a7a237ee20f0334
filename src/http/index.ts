export {
  CurrentUser,
  IS_PUBLIC,
  IS_SUPERUSER_ONLY,
  Public,
  REQUIRED_PERMISSION,
  RequirePermission,
  SuperuserOnly,
} from './access.js';
export { ApiProblems } from './api-problems.js';
export { cookiesOf, formatCookie, formatDeletedCookie } from './cookies.js';
export { dropSession } from './drop-session.js';
export { setupEdge } from './edge.js';
export { formatETag, passesIfMatch, passesIfNoneMatch } from './entity-tag.js';
export { statusOf } from './failure.js';
export {
  type FieldError,
  MalformedHeaderError,
  MethodNotAllowedError,
  RateLimitedError,
  ValidationFailedError,
} from './http.errors.js';
export { acceptJsonBodies } from './json-body.js';
export { createLogger, PinoLoggerService } from './logger.js';
export { LoginRateLimiter } from './login-rate-limiter.js';
export { LONGEST_WAIT, parsePrefer, type Preferences } from './prefer.js';
export { buildDocument, setupOpenApi } from './openapi.js';
export { ProblemFilter } from './problem.filter.js';
export { limitRate } from './rate-limit.js';
export { requestId, requestIdOf } from './request-id.js';
export {
  djangoSession,
  RequestSession,
  SessionDictionary,
  type StoredSession,
} from './request-session.js';
export { digits, flag, id, idParam, pagination } from './schemas.js';
export { routeTemplate } from './routes.js';
export { refused } from './validation.js';
export type { User } from './user.js';
