import type { ToWorker } from './messages.js';

interface Collection<W> {
  readonly asker: W;
  readonly askerId: number;
  readonly parts: unknown[];
  readonly pending: Set<W>;
  readonly timer: NodeJS.Timeout;
}

/** What workers are collecting from each other, as the primary keeps it. */
export class Collections<W> {
  private readonly running = new Map<number, Collection<W>>();
  private lastId = 0;

  /** @param patienceMs for so long the asker waits: of a worker that hangs nothing may pile up here for longer */
  constructor(
    private readonly patienceMs: number,
    private readonly tell: (worker: W, message: ToWorker) => void,
  ) {}

  get size(): number {
    return this.running.size;
  }

  /** @param askerId the number of the question among the asker's */
  begin(asker: W, askerId: number, asked: readonly W[]): void {
    const id = ++this.lastId;
    const timer = setTimeout(() => this.running.delete(id), this.patienceMs).unref();
    this.running.set(id, { asker, askerId, parts: [], pending: new Set(asked), timer });
    for (const worker of asked) this.tell(worker, { kind: 'give', id });
    this.endIfComplete(id);
  }

  addPart(worker: W, id: number, part: unknown): void {
    const collection = this.running.get(id);
    if (!collection?.pending.delete(worker)) return;
    collection.parts.push(part);
    this.endIfComplete(id);
  }

  /** A worker ended: nobody waits for it any more. */
  leave(worker: W): void {
    for (const [id, { pending }] of this.running)
      if (pending.delete(worker)) this.endIfComplete(id);
  }

  private endIfComplete(id: number): void {
    const collection = this.running.get(id);
    if (!collection || collection.pending.size > 0) return;
    this.running.delete(id);
    const { asker, askerId, parts, timer } = collection;
    clearTimeout(timer);
    this.tell(asker, { kind: 'answer', id: askerId, answer: parts });
  }
}
