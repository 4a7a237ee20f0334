export { EventFeed } from './event-feed.js';
export { eventViewSchema, toEventView } from './event-view.js';
export { EventsModule } from './events.module.js';
export { EventsRepository } from './events.repository.js';
export { type HistoryQuery, historyQuerySchema } from './history.js';
export { type RecordEvent, RecordEvents } from './record-events.js';
