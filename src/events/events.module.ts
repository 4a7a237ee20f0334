import { Module, type OnApplicationBootstrap } from '@nestjs/common';
import { AuthModule } from '../auth/index.js';
import { ClusterJobs } from '../database/index.js';
import { HealthModule } from '../health/index.js';
import { EventFeed } from './event-feed.js';
import { EventSequence } from './event-sequence.js';
import { EventStream } from './event-stream.js';
import { EventsController } from './events.controller.js';
import { EventsRepository } from './events.repository.js';
import { HistoryController } from './history.controller.js';
import { HistoryService } from './history.service.js';

/** While nobody listens the events wait for their positions; not for so long that the first listener would wait. */
const EXTEND_SECONDS = 60;

/** Reads `assets_assetevent`, which the triggers fill, and gives the events their positions in the feed. */
@Module({
  imports: [AuthModule, HealthModule],
  controllers: [EventsController, HistoryController],
  providers: [EventsRepository, EventSequence, EventFeed, EventStream, HistoryService],
  exports: [EventFeed],
})
export class EventsModule implements OnApplicationBootstrap {
  constructor(
    private readonly jobs: ClusterJobs,
    private readonly sequence: EventSequence,
  ) {}

  onApplicationBootstrap(): void {
    this.jobs.every(EXTEND_SECONDS, 'event-positions', () => this.sequence.extend());
  }
}
