import { Injectable, Logger } from '@nestjs/common';
import type { NextFunction, Request, Response } from 'express';
import {
  AggregatorRegistry,
  collectDefaultMetrics,
  Counter,
  Gauge,
  Histogram,
  Registry,
} from 'prom-client';
import { collectFromAll, NoAnswerError } from '../cluster/index.js';
import { Database } from '../database/index.js';
import { routeTemplate } from '../http/index.js';
import { NotReadyError } from './health.errors.js';

/** Seconds: from a cached read to a request that waited for a lock as long as it may. */
const BUCKETS = [0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 60];

/** What Prometheus scrapes. */
@Injectable()
export class MetricsService {
  readonly registry = new Registry();

  private readonly logger = new Logger(MetricsService.name);

  private readonly durations = new Histogram({
    name: 'http_request_duration_seconds',
    help: 'Time from the arrival of a request to the end of its answer.',
    labelNames: ['method', 'route', 'status'],
    buckets: BUCKETS,
    registers: [this.registry],
  });

  private readonly collect = collectFromAll(
    () => this.registry.getMetricsAsJSON(),
    (error) => {
      this.logger.error({ err: error }, 'the metrics of this process cannot be read');
    },
  );

  constructor(database: Database) {
    collectDefaultMetrics({ register: this.registry });
    this.gauge('lockstep_processes', 'Processes that answer behind this port.', () => 1);
    this.counter(
      'lockstep_conflict_retries_total',
      'Units of work that were run again after a deadlock.',
      () => database.counters.conflictRetries,
    );
    this.counter(
      'lockstep_commit_retries_total',
      'Units of work that were run again after a conflict found by COMMIT.',
      () => database.counters.commitRetries,
    );
    this.counter(
      'lockstep_lock_timeouts_total',
      'Rows that stayed locked for longer than somebody waited.',
      () => database.counters.lockTimeouts,
    );
    this.gauge(
      'lockstep_pool_waiting',
      'Requests that wait for a connection.',
      () => database.poolState().waiting,
    );
    this.gauge(
      'lockstep_pool_connections',
      'Connections to the database.',
      () => {
        const { used, free } = database.poolState();
        return [
          { labels: { state: 'used' }, value: used },
          { labels: { state: 'free' }, value: free },
        ];
      },
      ['state'],
    );
    this.registry.registerMetric(database.lockWaits);
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

  /**
   * The metrics of all processes behind the port, added up, whichever of them was asked.
   * @throws NotReadyError when one of them does not answer
   */
  async scrape(): Promise<string> {
    try {
      const parts = await this.collect();
      return await (
        parts.length === 1 ? this.registry : AggregatorRegistry.aggregate(parts)
      ).metrics();
    } catch (error) {
      if (!(error instanceof NoAnswerError)) throw error;
      throw new NotReadyError({ metrics: 'A process of the cluster does not answer.' });
    }
  }

  /** A counter that somebody else keeps; it is read when Prometheus asks. */
  counter(name: string, help: string, read: () => Samples, labelNames: string[] = []): void {
    this.registry.registerMetric(
      new Counter({
        name,
        help,
        labelNames,
        registers: [],
        collect() {
          this.reset();
          for (const { labels = {}, value } of samplesOf(read())) this.inc(labels, value);
        },
      }),
    );
  }

  /**
   * The same for a value that goes up and down.
   * @param aggregator how the values of several processes become one
   */
  gauge(
    name: string,
    help: string,
    read: () => Samples,
    labelNames: string[] = [],
    aggregator: 'sum' | 'max' = 'sum',
  ): void {
    this.registry.registerMetric(
      new Gauge({
        name,
        help,
        labelNames,
        aggregator,
        registers: [],
        collect() {
          this.reset();
          for (const { labels = {}, value } of samplesOf(read())) this.set(labels, value);
        },
      }),
    );
  }
}

interface Sample {
  readonly labels?: Record<string, string>;
  readonly value: number;
}

/** One value, or one for each set of labels. */
type Samples = number | Sample | readonly Sample[];

const samplesOf = (samples: Samples): readonly Sample[] =>
  [typeof samples === 'number' ? { value: samples } : samples].flat();
