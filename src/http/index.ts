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
export { loggedPath } from './censor.js';
export { cookiesOf, formatCookie, formatDeletedCookie } from './cookies.js';
export { dropSession } from './drop-session.js';
export { setupEdge } from './edge.js';
export { formatETag, isWeakened, passesIfMatch, passesIfNoneMatch } from './entity-tag.js';
export { BornExpressAdapter } from './express-adapter.js';
export { statusOf, type Failure, toFailure } from './failure.js';
export {
  CallerGoneError,
  type FieldError,
  MalformedHeaderError,
  NotAcceptableError,
  ValidationFailedError,
} from './http.errors.js';
export { acceptJsonBodies, isDeeperThan, isMergePatch } from './json-body.js';
export { LimitsModule } from './limits.module.js';
export { createLogger, PinoLoggerService } from './logger.js';
export { LoginRateLimiter } from './login-rate-limiter.js';
export { type Permission, PERMISSIONS } from './permissions.js';
export { parsePrefer } from './prefer.js';
export { setupOpenApi } from './openapi.js';
export { limitRate } from './rate-limit.js';
export { requestIdOf } from './request-id.js';
export {
  djangoSession,
  LOGIN_KEY,
  RequestSession,
  SessionDictionary,
  type StoredSession,
} from './request-session.js';
export {
  flag,
  idParam,
  jsonObject,
  note,
  pagination,
  text,
  typed,
  userIdBody,
  userIdParam,
  userIdView,
} from './schemas.js';
export { routeTemplate } from './routes.js';
export { fieldErrorsOf, refused, shortened } from './validation.js';
export { streamedAnswer } from './streamed-answer.js';
export type { User } from './user.js';
