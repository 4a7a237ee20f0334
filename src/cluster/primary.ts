import cluster, { type Worker } from 'node:cluster';
import { once } from 'node:events';
import { constants } from 'node:os';
import { type Logger, pino } from 'pino';
import { OwnLimits } from '../limits/index.js';
import { serveCollections } from './collection-service.js';
import { serveDatabaseStart } from './database-start.js';
import { serveLimits } from './limits-service.js';
import type { ToPrimary } from './messages.js';
import { RestartPolicy } from './restart-policy.js';
import { FIRST } from './worker.js';
import { workers } from './workers.js';

/** A worker gives its running requests 10 s; one that is not gone by then hangs. */
const STOP_MS = 14_000;

/**
 * The process that holds the port and no requests: it starts a worker for each core, again when one ends, and renews
 * them one by one on SIGHUP.
 */
export class Primary {
  /** Who answers requests, and since when. */
  private readonly ready = new Map<Worker, number>();
  private readonly leaving = new Set<Worker>();
  private readonly restarts = new RestartPolicy();
  private readonly logger: Logger;
  private hasBegun = false;
  private isRolling = false;
  private isAskedAgain = false;
  private isStopping = false;
  private status = 0;

  /** @param database resolves when it runs; the first worker loads its modules meanwhile */
  constructor(
    private readonly size: number,
    logLevel: string,
    private readonly database: Promise<void>,
  ) {
    this.logger = pino({
      level: logLevel,
      base: { pid: process.pid },
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
    });
  }

  /** Resolves when every worker was started; the first one alone, so that it migrates and greets before the others come. */
  async run(): Promise<void> {
    cluster.on('exit', (worker, status, signal) => {
      this.ended(worker, status, signal);
    });
    // A worker that is killed breaks its channel, also in the middle of a message; its exit says all there is to say.
    cluster.on('fork', (worker) => worker.on('error', () => undefined));
    serveCollections((worker) => this.ready.has(worker));
    serveLimits(new OwnLimits());
    serveDatabaseStart(this.database);
    for (const signal of ['SIGTERM', 'SIGINT'] as const)
      process.on(signal, () => {
        this.stop(128 + constants.signals[signal]);
      });
    process.on('SIGHUP', () => void this.roll());
    // One that is asked to stop at the end of its start still says that it is ready.
    if (!(await this.fork({ [FIRST]: '1' })) || this.isStopping) return;
    for (let started = 1; started < this.size; started++) void this.fork();
  }

  /** @returns whether the new worker came so far as to do its work */
  private fork(env: Record<string, string> = {}): Promise<boolean> {
    const worker = cluster.fork({ [FIRST]: '', ...env });
    return new Promise((resolve) => {
      worker.on('message', ({ kind }: ToPrimary) => {
        if (kind !== 'ready' || worker.isDead()) return;
        this.ready.set(worker, performance.now());
        this.hasBegun = true;
        resolve(true);
      });
      worker.once('exit', () => {
        resolve(false);
      });
    });
  }

  private ended(worker: Worker, status: number | null, signal: string | null): void {
    const life = performance.now() - (this.ready.get(worker) ?? performance.now());
    this.ready.delete(worker);
    const isExpected = this.leaving.delete(worker);
    if (this.isStopping) {
      // One that was still starting knows no better than to die of the signal.
      this.status ||= status ?? (signal === 'SIGTERM' ? 0 : 1);
      if (workers().length === 0) process.exit(this.status);
      return;
    }
    if (isExpected) return;
    // It said itself why the start failed; a second one would fail the same way.
    if (!this.hasBegun) process.exit(status ?? 1);
    this.logger.error({ worker: worker.process.pid, status, signal }, 'a worker ended');
    this.replaceAfter(life);
  }

  /** A new worker for one that ended unasked, unless there are enough: the newcomer of a rolling restart failed then. */
  private replaceAfter(life: number): void {
    const pause = this.restarts.pauseAfter(life);
    // As long as one answers, the others may come back when what ends them is over: a database away, a full memory.
    if (this.restarts.isHopeless && this.ready.size === 0) {
      this.logger.fatal('workers end as soon as they begin; giving up');
      this.stop(1, 1);
      return;
    }
    setTimeout(() => {
      if (!this.isStopping && this.staying().length < this.size) void this.fork();
    }, pause);
  }

  /**
   * Renews the workers one by one: each goes when its successor is ready, so the port is never unattended. Asked
   * meanwhile, it begins again afterwards: the first successors may not have seen what the second request is about.
   */
  private async roll(): Promise<void> {
    if (!this.hasBegun) return;
    this.isAskedAgain = true;
    if (this.isRolling) return;
    this.isRolling = true;
    while (this.isAskedAgain) {
      this.isAskedAgain = false;
      await this.renewAll();
    }
    this.isRolling = false;
  }

  private async renewAll(): Promise<void> {
    this.logger.info('renewing the workers');
    if (await this.renew(this.staying())) this.logger.info('the workers are renewed');
    else if (!this.isStopping) this.logger.error('a new worker did not start; the old ones stay');
  }

  private async renew(old: readonly Worker[]): Promise<boolean> {
    for (const worker of old) {
      // It ended by itself, and has its successor already.
      if (worker.isDead() && this.staying().length >= this.size) continue;
      if (this.isStopping || !(await this.fork())) return false;
      await this.dismiss(worker);
    }
    return true;
  }

  private async dismiss(worker: Worker): Promise<void> {
    if (worker.isDead()) return;
    this.leaving.add(worker);
    // A signal, because a worker that is still starting hears no message; it just ends.
    worker.process.kill('SIGTERM');
    const timer = setTimeout(() => worker.process.kill('SIGKILL'), STOP_MS);
    await once(worker, 'exit');
    clearTimeout(timer);
  }

  private staying(): Worker[] {
    return workers().filter((worker) => !this.leaving.has(worker));
  }

  /** Lets every worker finish its requests; asked again, or when one hangs, ends them at once. */
  private stop(hard: number, status = 0): void {
    if (this.isStopping) this.kill(hard);
    this.isStopping = true;
    this.status = status;
    for (const worker of this.staying()) void this.dismiss(worker);
    if (workers().length === 0) process.exit(status);
  }

  private kill(status: number): never {
    for (const worker of workers()) worker.process.kill('SIGKILL');
    process.exit(status);
  }
}
