import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { commandOf } from '../../scripts/lib/process-table.mjs';

/** A script of the project as a child process, in an environment that holds only what is given. */
export class Script {
  printed = '';
  private readonly ended: Promise<number | string | null>;

  constructor(
    readonly child: ChildProcess,
    private readonly name: string,
  ) {
    child.stdout?.on('data', (chunk: Buffer) => (this.printed += chunk.toString()));
    child.stderr?.on('data', (chunk: Buffer) => (this.printed += chunk.toString()));
    this.ended = once(child, 'close').then(([status, signal]) => (status ?? signal) as number);
  }

  /** Waits for a text in what it prints. @throws Error when it ends before */
  async prints(text: RegExp): Promise<RegExpExecArray> {
    for (;;) {
      const found = text.exec(this.printed);
      if (found) return found;
      const isOver = await Promise.race([
        this.ended.then(() => true),
        once(this.child.stdout ?? this.child, 'data').then(() => false),
        once(this.child.stderr ?? this.child, 'data').then(() => false),
      ]);
      if (isOver && !text.test(this.printed))
        throw new Error(`${this.name} ended without ${String(text)}:\n${this.printed}`);
    }
  }

  /** @returns the exit status, or the signal that ended it */
  end(signal?: NodeJS.Signals): Promise<number | string | null> {
    if (signal) this.child.kill(signal);
    return this.ended;
  }
}

/** Runs `node scripts/NAME.mjs WORDS` of this project, or of a copy of it. */
export function startScript(
  name: 'start' | 'manage',
  env: Record<string, string>,
  { words = [], project = process.cwd() }: { words?: string[]; project?: string } = {},
): Script {
  const child = spawn(process.execPath, [join(project, `scripts/${name}.mjs`), ...words], {
    env: { HOME: tmpdir(), PATH: process.env.PATH ?? '', LOG_LEVEL: 'error', PORT: '0', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  return new Script(child, name);
}

/** A data directory of its own. */
export class DataDirectory {
  private constructor(readonly path: string) {}

  static async make(): Promise<DataDirectory> {
    return new DataDirectory(await mkdtemp(join(tmpdir(), 'lockstep-launch-')));
  }

  get env(): Record<string, string> {
    return { LOCKSTEP_DATA_DIR: this.path };
  }

  /** Of the server that runs on this directory. */
  get databasePid(): number | undefined {
    const file = join(this.path, 'mysql.pid');
    return existsSync(file) ? Number(readFileSync(file, 'utf8')) : undefined;
  }

  async remove(): Promise<void> {
    await rm(this.path, { recursive: true, force: true });
  }
}

/** Not for one that ended and was not reaped yet. */
export const isRunning = (pid: number): boolean => commandOf(pid) !== '';
