export { DjangoSession } from './django-session.entity.js';
export { SessionFormat } from './session-format.js';
export { SessionLifecycle } from './session-lifecycle.js';
export { SessionMiddleware } from './session.middleware.js';
export { SessionsAdmin } from './sessions-admin.service.js';
export { SessionsModule } from './sessions.module.js';
export { SessionsService } from './sessions.service.js';
export { userIdIn } from './user-id.js';
