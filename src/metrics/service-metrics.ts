import { Injectable } from '@nestjs/common';
import { Passwords } from '../auth/index.js';
import { RowQueue } from '../database/index.js';
import { EventFeed } from '../events/index.js';
import { MetricsService } from '../health/index.js';
import { SessionsService } from '../sessions/index.js';

/** What the modules count, among the metrics: they know nothing of Prometheus. */
@Injectable()
export class ServiceMetrics {
  constructor(
    metrics: MetricsService,
    sessions: SessionsService,
    passwords: Passwords,
    feed: EventFeed,
    rows: RowQueue,
  ) {
    countSessions(metrics, sessions);
    metrics.gauge(
      'lockstep_hash_queue_running',
      'Password checks that run.',
      () => passwords.queue.running,
    );
    metrics.gauge(
      'lockstep_hash_queue_waiting',
      'Password checks that wait.',
      () => passwords.queue.waiting,
    );
    metrics.gauge(
      'lockstep_row_queue_waiting',
      'Writes that wait behind another one of this process on their row.',
      () => rows.waiting,
    );
    countListeners(metrics, feed);
  }
}

function countSessions(metrics: MetricsService, { counters }: SessionsService): void {
  metrics.counter(
    'lockstep_sessions_read_total',
    'Sessions read, by their format.',
    () => [...counters.read].map(([format, value]) => ({ labels: { format }, value })),
    ['format'],
  );
  metrics.counter(
    'lockstep_session_signature_failures_total',
    'Sessions that no key verified.',
    () => counters.unverified,
  );
}

function countListeners(metrics: MetricsService, feed: EventFeed): void {
  metrics.gauge('lockstep_event_listeners', 'Open streams.', () => feed.state.listeners);
  metrics.gauge(
    'lockstep_event_lag_seconds',
    'Time since the feed last knew everything that was committed; 0 when nobody listens.',
    () => feed.state.lag,
    [],
    'max',
  );
}
