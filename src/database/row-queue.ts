import { Inject, Injectable } from '@nestjs/common';
import { AsyncResource } from 'node:async_hooks';
import { CONFIG, type Config } from '../config/index.js';
import { Database } from './database.js';
import { DatabaseUnavailableError, RowLockedError, TryAgainError } from './database.errors.js';
import type { Outcome } from './transaction-members.js';
import type { Tx } from './transaction.js';
import type { UserId } from './user-model.js';

/** Commands of one transaction: writers outside of this process get their turn at the row after so many. */
const MOST_TOGETHER = 32;
/** Of one row. Those beyond wait for its lock in the database, as if there were no queue. */
const MOST_WAITING = 200;

/** What a command is done with. */
interface Member {
  readonly command: (tx: Tx) => Promise<unknown>;
  readonly actorId: UserId | null;
  /** As `performance.now()` gives it: until then the command waits for its row. */
  readonly deadline: number;
  readonly resolve: (answer: never) => void;
  readonly reject: (error: unknown) => void;
  timer?: NodeJS.Timeout;
}

/**
 * Group commit: commands on a row that another command of this process holds wait here instead of each in a transaction of
 * its own, and are then done one after the other in one transaction, under one lock and with one COMMIT, each to what the
 * one before left. A command alone waits for nobody.
 *
 * In the order of arrival each has its own conditions, actor, writes and answer, which it gets after COMMIT. A refusal is
 * that command's alone; a deadlock runs the transaction again; a lost connection, or a COMMIT that fails, is everybody's.
 */
@Injectable()
export class RowQueue {
  /** Who waits, by the row that somebody works on. */
  private readonly rows = new Map<string, Member[]>();

  constructor(
    private readonly database: Database,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /** Commands that wait, on whichever row. */
  get waiting(): number {
    return [...this.rows.values()].reduce((sum, waiting) => sum + waiting.length, 0);
  }

  /**
   * Does a command on one row in a transaction, alone or with others on the row. As what `Database.inTransaction` gets, it
   * may be run more than once and holds nothing but database calls. It begins by locking the row.
   * @param row what the row is called, the same for whoever writes it
   * @throws what the command throws, and `Database.inTransaction`
   */
  run<T>(row: string, actorId: UserId | null, command: (tx: Tx) => Promise<T>): Promise<T> {
    const waiting = this.rows.get(row);
    const { lockWaitSeconds } = this.config.database;
    if (lockWaitSeconds === 0 || (waiting && waiting.length >= MOST_WAITING))
      return this.database.inTransaction(command, { actorId });
    return new Promise<T>((resolve, reject) => {
      const patience = lockWaitSeconds * 1000;
      const member = { actorId, deadline: performance.now() + patience, resolve, reject };
      if (waiting) this.wait(waiting, { ...member, command: inItsOwnContext(command) }, patience);
      else void this.serve(row, { ...member, command });
    });
  }

  private wait(waiting: Member[], member: Member, patience: number): void {
    waiting.push(member);
    member.timer = setTimeout(() => {
      waiting.splice(waiting.indexOf(member), 1);
      this.database.counters.lockTimeouts += 1;
      member.reject(new RowLockedError());
    }, patience);
  }

  /** Until nobody waits any more. */
  private async serve(row: string, first: Member): Promise<void> {
    const waiting: Member[] = [];
    this.rows.set(row, waiting);
    for (let leader: Member | undefined = first; leader; leader = nextOf(waiting))
      await this.together(leader, waiting);
    this.rows.delete(row);
  }

  /** One transaction of the leader's command and those that come while it runs. */
  private async together(leader: Member, waiting: Member[]): Promise<void> {
    const started = [leader];
    let outcomes: Outcome<unknown>[] = [];
    const takeNext = (): Member | undefined => {
      const next = started.length < MOST_TOGETHER ? nextOf(waiting) : undefined;
      if (next) started.push(next);
      return next;
    };
    const work = async (tx: Tx): Promise<void> => {
      outcomes = [];
      let member: Member | undefined = leader;
      while (member) {
        const { actorId, command } = member;
        const isFirst = outcomes.length === 0;
        const isLast = (): boolean =>
          waiting.length === 0 && outcomes.length + 1 === started.length;
        const outcome = await tx.member({ actorId, isFirst, isLast }, command);
        // Alone, what was refused is rolled back.
        if ('error' in outcome && isFirst && isLast()) throw outcome.error;
        outcomes.push(outcome);
        member = tx.isOver() ? undefined : (started[outcomes.length] ?? takeNext());
      }
    };
    try {
      await this.database.inTransaction(work, optionsOf(leader));
    } catch (error) {
      await this.failed(started, error);
      return;
    }
    started.forEach((member, at) => {
      const outcome = outcomes[at];
      if (outcome && 'value' in outcome) member.resolve(outcome.value as never);
      else member.reject(this.database.errorOf(outcome?.error));
    });
  }

  private async failed(started: readonly Member[], error: unknown): Promise<void> {
    const isEverybodys =
      error instanceof DatabaseUnavailableError || error instanceof TryAgainError;
    for (const member of started) {
      if (isEverybodys || started.length === 1) member.reject(error);
      else await this.alone(member);
    }
  }

  private async alone(member: Member): Promise<void> {
    try {
      const answer = await this.database.inTransaction(member.command, optionsOf(member));
      member.resolve(answer as never);
    } catch (error) {
      member.reject(error);
    }
  }
}

/** For the log lines of a command that another request's transaction runs. `AsyncResource.bind` also dresses up the function, at several times the cost. */
function inItsOwnContext<T>(command: (tx: Tx) => Promise<T>): (tx: Tx) => Promise<T> {
  const context = new AsyncResource('RowQueue');
  return (tx) => context.runInAsyncScope(command, undefined, tx);
}

function nextOf(waiting: Member[]): Member | undefined {
  const next = waiting.shift();
  clearTimeout(next?.timer);
  return next;
}

/** A leader that waited here waits for the row for what is left of its time, in whole seconds as the server counts. */
function optionsOf({ actorId, deadline }: Pick<Member, 'actorId' | 'deadline'>) {
  const seconds = Math.ceil((deadline - performance.now()) / 1000);
  return { actorId, lockWait: Math.max(1, seconds) };
}
