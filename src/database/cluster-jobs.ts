import { Injectable, Logger, type OnApplicationShutdown } from '@nestjs/common';
import { Database } from './database.js';

const SECOND = 1000;

/** Work that one process of the cluster does every so often: clean-ups. */
@Injectable()
export class ClusterJobs implements OnApplicationShutdown {
  private readonly logger = new Logger(ClusterJobs.name);
  private readonly timers: NodeJS.Timeout[] = [];

  constructor(private readonly database: Database) {}

  /**
   * Runs `work` every `seconds`, in whichever process comes first. A failure is logged and tried again next time.
   * @param name at most 64 characters, one for each job
   */
  every(seconds: number, name: string, work: () => Promise<unknown>): void {
    const timer = setInterval(() => {
      this.runOnce(seconds, name, work).catch((error: unknown) => {
        this.logger.error({ err: error, job: name }, 'the job failed');
      });
    }, seconds * SECOND);
    timer.unref();
    this.timers.push(timer);
  }

  /** @returns whether this process did the work */
  async runOnce(seconds: number, name: string, work: () => Promise<unknown>): Promise<boolean> {
    if (!(await this.claim(name, seconds))) return false;
    await work();
    return true;
  }

  onApplicationShutdown(): void {
    this.timers.forEach(clearInterval);
  }

  /** The row lock of the UPDATE lets one process move the time on; the others then find it too recent. */
  private async claim(name: string, seconds: number): Promise<boolean> {
    await this.database.execute(
      `INSERT IGNORE INTO ${this.database.own.job} (name, last_run) VALUES (?, '1970-01-01')`,
      [name],
    );
    // A little early is on time: the timers of the processes do not tick together.
    const { affectedRows } = await this.database.execute(
      `UPDATE ${this.database.own.job} SET last_run = UTC_TIMESTAMP(6)
        WHERE name = ? AND last_run < UTC_TIMESTAMP(6) - INTERVAL ? SECOND`,
      [name, seconds * 0.9],
    );
    return affectedRows === 1;
  }
}
