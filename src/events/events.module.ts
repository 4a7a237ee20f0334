import { Module, type OnApplicationBootstrap } from '@nestjs/common';
import { AuthModule } from '../auth/index.js';
import { ClusterJobs } from '../database/index.js';
import { HealthModule } from '../health/index.js';
import { ModelModule } from '../model/index.js';
import { EventFeed } from './event-feed.js';
import { EventSequence } from './event-sequence.js';
import { EventStream } from './event-stream.js';
import { EventViews } from './event-views.js';
import { EventsController } from './events.controller.js';
import { EventsRepository } from './events.repository.js';
import { RecordEvents } from './record-events.js';
import { Watches } from './watches.js';

/** While nobody listens the events wait for their positions; not for so long that the first listener would wait. */
const EXTEND_SECONDS = 60;

/**
 * Owns `lockstep_event`, reads `assets_assetevent`, which the triggers of the inventory fill, and gives the events of both their
 * positions in the feed.
 */
@Module({
  imports: [AuthModule, HealthModule, ModelModule],
  controllers: [EventsController],
  providers: [
    EventsRepository,
    EventSequence,
    EventFeed,
    EventStream,
    EventViews,
    RecordEvents,
    Watches,
  ],
  exports: [EventFeed, EventsRepository, EventViews, RecordEvents, Watches],
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
