export { EventFeed } from './event-feed.js';
export { eventViewSchema, toEventView } from './event-view.js';
export { EventsModule } from './events.module.js';
export { EventViews } from './event-views.js';
export { recordEventSchema } from './record-event-view.js';
export { Watches } from './watches.js';
export { EventsRepository } from './events.repository.js';
export { type HistoryQuery, historyQuerySchema } from './history.js';
export { surveyWatches } from './survey-watches.js';
export {
  isInventory,
  makeWatch,
  readWatchTriggers,
  unwatchStatements,
  watchStatements,
} from './watch.repository.js';
export { markOf, type SeenTrigger, type Watch, watchSentence } from './watch-state.js';
export { watchHindrance, type WatchTrigger, watchTriggers } from './watch-triggers.js';
export { type RecordEvent, RecordEvents } from './record-events.js';
