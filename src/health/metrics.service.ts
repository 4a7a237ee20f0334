import { Injectable } from '@nestjs/common';
import type { NextFunction, Request, Response } from 'express';
import { collectDefaultMetrics, Counter, Histogram, Registry } from 'prom-client';
import { Database } from '../database/index.js';
import { routeTemplate } from '../http/index.js';

/** Seconds: from a cached read to a request that waited for a lock as long as it may. */
const BUCKETS = [0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 60];

/** What Prometheus scrapes. */
@Injectable()
export class MetricsService {
  readonly registry = new Registry();

  private readonly durations = new Histogram({
    name: 'http_request_duration_seconds',
    help: 'Time from the arrival of a request to the end of its answer.',
    labelNames: ['method', 'route', 'status'],
    buckets: BUCKETS,
    registers: [this.registry],
  });

  constructor(database: Database) {
    collectDefaultMetrics({ register: this.registry });
    this.count(
      'lockstep_conflict_retries_total',
      'Units of work that were run again after a deadlock.',
      () => database.counters.conflictRetries,
    );
    this.count(
      'lockstep_commit_retries_total',
      'Units of work that were run again after a conflict found by COMMIT.',
      () => database.counters.commitRetries,
    );
    this.registry.registerMetric(database.lockWaits);
    this.count(
      'lockstep_lock_timeouts_total',
      'Rows that stayed locked for longer than somebody waited.',
      () => database.counters.lockTimeouts,
    );
  }

  /**
   * Express middleware. The label is the template of the route, never the path: the number of series stays bounded
   * whatever callers ask for.
   */
  readonly measure = (request: Request, response: Response, next: NextFunction): void => {
    const start = performance.now();
    response.on('close', () => {
      const route = routeTemplate(request) ?? 'none';
      const labels = { method: request.method, route, status: response.statusCode };
      this.durations.observe(labels, (performance.now() - start) / 1000);
    });
    next();
  };

  /** A counter that somebody else keeps; it is read when Prometheus asks. */
  private count(name: string, help: string, read: () => number): void {
    const counter: Counter = new Counter({
      name,
      help,
      registers: [this.registry],
      collect: () => {
        counter.reset();
        counter.inc(read());
      },
    });
  }
}
