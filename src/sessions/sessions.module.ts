import { Module, type OnApplicationBootstrap } from '@nestjs/common';
import { APP_INTERCEPTOR } from '@nestjs/core';
import { TypeOrmModule } from '@nestjs/typeorm';
import { ClusterJobs } from '../database/index.js';
import { DjangoSession } from './django-session.entity.js';
import { DjangoSessionStore } from './django-session.store.js';
import { OwnSessionController } from './own-session.controller.js';
import { SaveSessionInterceptor } from './save-session.interceptor.js';
import { SessionFormat } from './session-format.js';
import { SessionLifecycle } from './session-lifecycle.js';
import { SessionMiddleware } from './session.middleware.js';
import { SessionsAdmin } from './sessions-admin.service.js';
import { SessionsController } from './sessions.controller.js';
import { SessionsRepository } from './sessions.repository.js';
import { SessionsService } from './sessions.service.js';

/** Expired rows do no harm but take room; once an hour is plenty. */
const CLEAR_SECONDS = 3600;

/** Owns `django_session`, and clears it of expired rows. */
@Module({
  imports: [TypeOrmModule.forFeature([DjangoSession])],
  controllers: [OwnSessionController, SessionsController],
  providers: [
    SessionsRepository,
    SessionFormat,
    SessionsService,
    SessionsAdmin,
    SessionLifecycle,
    DjangoSessionStore,
    SessionMiddleware,
    { provide: APP_INTERCEPTOR, useClass: SaveSessionInterceptor },
  ],
  exports: [SessionFormat, SessionLifecycle, SessionMiddleware, SessionsAdmin, SessionsService],
})
export class SessionsModule implements OnApplicationBootstrap {
  constructor(
    private readonly jobs: ClusterJobs,
    private readonly admin: SessionsAdmin,
  ) {}

  onApplicationBootstrap(): void {
    this.jobs.every(CLEAR_SECONDS, 'clearsessions', () => this.admin.clearExpired());
  }
}
