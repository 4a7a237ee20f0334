import { stderr } from 'node:process';

/** Where progress is shown: a terminal gets a bar on one line, anything else a plain line now and then. */
export interface ProgressSink {
  readonly isTTY?: boolean;
  write(text: string): unknown;
}

const WIDTH = 30;
const TERMINAL_PAUSE_MS = 100;
const PLAIN_PAUSE_MS = 1000;

/** How far long work has come: of how much, at which rate. The result of a command goes to standard output, this does not. */
export class Progress {
  private readonly startedAt: number;
  private shownAt = -Infinity;

  /** @param total in the same unit as `show`; 0 when it is not known */
  constructor(
    private readonly total: number,
    private readonly unit: string,
    private readonly sink: ProgressSink = stderr,
    private readonly now: () => number = () => performance.now(),
  ) {
    this.startedAt = now();
  }

  /** @param done so far; @param items rows for the rate, when `done` counts something else */
  show(done: number, items = done): void {
    const pause = this.sink.isTTY === true ? TERMINAL_PAUSE_MS : PLAIN_PAUSE_MS;
    if (this.now() - this.shownAt < pause) return;
    this.shownAt = this.now();
    this.print(done, items);
  }

  /** The last state, whatever was shown before. */
  end(items: number): void {
    this.print(this.total, items);
    if (this.sink.isTTY === true) this.sink.write('\n');
  }

  private print(done: number, items: number): void {
    const seconds = (this.now() - this.startedAt) / 1000;
    const rate = seconds > 0 ? Math.round(items / seconds) : 0;
    const share = this.total > 0 ? Math.min(1, done / this.total) : 1;
    const text = `${Math.floor(share * 100)} %  ${items} ${this.unit}  ${rate}/s`;
    if (this.sink.isTTY !== true) {
      this.sink.write(`${text}\n`);
      return;
    }
    const filled = Math.round(share * WIDTH);
    this.sink.write(`\r[${'#'.repeat(filled).padEnd(WIDTH)}] ${text}\x1b[K`);
  }
}
