import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { Agent, type IncomingMessage, request, type RequestOptions } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import { ApiProcess } from './process.js';

export interface ClusterAnswer {
  readonly status: number | undefined;
  readonly text: string;
}

/** A real primary that holds the port, and two workers behind it. */
export class ApiCluster {
  private constructor(readonly primary: ApiProcess) {}

  /** Resolves when both workers answer. */
  static async start(databaseUrl: string, env: Record<string, string> = {}): Promise<ApiCluster> {
    const started = { WEB_CONCURRENCY: '2', ...env };
    const cluster = new ApiCluster(await ApiProcess.start(databaseUrl, started));
    await until(async () => (await cluster.size()) === 2);
    return cluster;
  }

  get origin(): string {
    return this.primary.origin;
  }

  signal(signal: NodeJS.Signals): void {
    this.primary.child.kill(signal);
  }

  /** The pids of the workers, oldest first. */
  get workers(): number[] {
    const lines = execFileSync('ps', ['-A', '-o', 'pid=,ppid='], { encoding: 'utf8' }).split('\n');
    return lines
      .map((line) => line.trim().split(/\s+/).map(Number))
      .filter(([, parent]) => parent === this.primary.child.pid)
      .map(([pid = 0]) => pid);
  }

  /** How many answer behind the port: each process counts itself. */
  async size(): Promise<number> {
    const { text } = await this.get('/metrics');
    return Number(/^lockstep_processes (\d+)$/m.exec(text)?.[1]);
  }

  /** On a connection of its own, so that the primary deals the calls out to both workers in turn. */
  get(path: string): Promise<ClusterAnswer> {
    return this.send({ path, agent: false });
  }

  /** One connection that stays open, so that all calls go to one worker. */
  connection(): (options: RequestOptions, body?: unknown) => Promise<ClusterAnswer> {
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    return (options, body) => this.send({ ...options, agent }, body);
  }

  private async send(options: RequestOptions, body?: unknown): Promise<ClusterAnswer> {
    const sent = request(this.origin, options);
    sent.end(body === undefined ? undefined : JSON.stringify(body));
    const [response] = (await once(sent, 'response')) as [IncomingMessage];
    const chunks = await response.setEncoding('utf8').toArray();
    return { status: response.statusCode, text: chunks.join('') };
  }
}

/** Asks again and again; the test's own limit ends it. */
export async function until(isTrue: () => Promise<boolean> | boolean): Promise<void> {
  while (!(await isTrue())) await pause(20);
}

/** Also true for a process that ended and was not reaped yet. */
export function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}
