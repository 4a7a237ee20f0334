import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { SECRET_KEY } from './app.js';
import { Browser } from './browser.js';

/** A real API process (`node dist/main.js`), as `npm start` runs it. */
export class ApiProcess {
  private constructor(
    readonly child: ChildProcess,
    readonly origin: string,
  ) {}

  /** @throws Error with what it printed when it ends before it is ready */
  static async start(databaseUrl: string, env: Record<string, string> = {}): Promise<ApiProcess> {
    const child = spawn(process.execPath, ['--enable-source-maps', 'dist/main.js'], {
      env: { ...process.env, ...defaults(databaseUrl), ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    return new ApiProcess(child, await readyAt(child));
  }

  browser(): Browser {
    return new Browser(this.origin);
  }

  /** @returns the exit status, or the signal that ended it */
  async stop(signal: 'SIGTERM' | 'SIGKILL' = 'SIGTERM'): Promise<number | string | null> {
    const ended = this.child.exitCode ?? this.child.signalCode;
    if (ended !== null) return ended;
    const exit = once(this.child, 'exit');
    this.child.kill(signal);
    const [status, by] = (await exit) as [number | null, string | null];
    return status ?? by;
  }
}

function defaults(databaseUrl: string): Record<string, string> {
  return {
    NODE_ENV: 'development',
    LOG_LEVEL: 'error',
    // One process that a test can kill or stop; the cluster has tests of its own.
    WEB_CONCURRENCY: '1',
    HOST: '127.0.0.1',
    PORT: '0',
    SECRET_KEY,
    DATABASE_URL: databaseUrl,
  };
}

/** Waits for the line that names the address. */
async function readyAt(child: ChildProcess): Promise<string> {
  const printed: string[] = [];
  if (!child.stdout || !child.stderr) throw new Error('the streams of the process are not piped');
  child.stderr.on('data', (chunk: Buffer) => printed.push(chunk.toString()));
  for await (const line of createInterface({ input: child.stdout })) {
    printed.push(line);
    const origin = /(http:\/\/\S+)\/api$/.exec(line)?.[1];
    if (origin !== undefined) return origin;
  }
  throw new Error(`the API ended before it was ready:\n${printed.join('\n')}`);
}
