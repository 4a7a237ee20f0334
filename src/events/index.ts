export { EventFeed } from './event-feed.js';
export { EventsModule } from './events.module.js';
