import { Inject, Injectable } from '@nestjs/common';
import { CONFIG, type Config } from '../config/index.js';
import { Database, RowQueue, type Tx } from '../database/index.js';
import type { Model } from '../model/index.js';
import type { Command, LockedRow } from './commands.js';
import { Idempotency, type Outcome } from './idempotency.js';
import { isNotLeased } from './leases.repository.js';
import { allOf, concat, keyIs, keysIn, type Scope, type SqlFragment } from './query/index.js';
import { keyShown, ownKey, shownKey } from './record-reader.js';
import { type Conditions, planOf, RecordLocks } from './record-locks.js';
import { RecordRows } from './record-rows.js';
import { RecordWritesRepository } from './record-writes.repository.js';
import { PreconditionRequiredError, TooManyMatchedError } from './write.errors.js';
import type { UnitConditions, WriteConditions } from './write-conditions.js';
import type { Writer, WriteScope } from './write-policy.js';
import type { Values } from './write-values.js';

/** Which rows a write by filter is about. */
interface Matching {
  readonly filter: SqlFragment;
  /** With more than these nothing is written. */
  readonly max: number;
  readonly isDryRun: boolean;
}

/** What a write by filter did, or would have done. */
interface Matched {
  readonly matched: number;
  readonly changed: number;
  /** Primary keys, as answers show them, ascending. */
  readonly ids: unknown[];
}

/** Which rows a claim takes. */
interface Claimable {
  readonly filter: SqlFragment;
  readonly count: number;
  /** SQL of an order; without one, any rows will do. */
  readonly orderBy: string | undefined;
}

/** Looked at in one go: more than are wanted, because others take from the same end. */
const CANDIDATES = 500;

/** A row as a command left it, for those who see the same of it. */
interface Left {
  readonly model: Model;
  readonly sight: string;
  readonly row: LockedRow;
}

/** The relations that a caller sees: rights on other models decide on that. */
const sightOf = (scope: Scope): string =>
  scope.model.relations.length === 0
    ? ''
    : JSON.stringify(planOf(scope).relations.map(({ relation }) => relation.name));

const UNCONDITIONAL: Conditions = { ifMatch: undefined, leaseToken: undefined };

/**
 * Writes of rows of one model, each in a transaction that runs again as a whole after a deadlock: lock, ask the lease and `If-Match`,
 * apply, write, history. Who may do it was asked before. Answers are made inside, because one that is kept for an Idempotency-Key
 * is kept by the transaction itself.
 *
 * Every method throws what the policy of the model refuses, and what `Database.inTransaction` throws.
 */
@Injectable()
export class RecordUnits {
  /** The row as the last command on it left it, by transaction: the next one of a group needs no statement to know it. */
  private readonly left = new WeakMap<object, Left>();

  constructor(
    private readonly locks: RecordLocks,
    private readonly rows: RecordRows,
    private readonly sql: RecordWritesRepository,
    private readonly idempotency: Idempotency,
    private readonly database: Database,
    private readonly queue: RowQueue,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /**
   * Runs `work` as one transaction on rows of these models, and not again for an Idempotency-Key under which it was done. It may run
   * more than once before it is committed, so it holds nothing but database calls.
   * @param row what the one row is called that the work begins by locking: then others of this process that do so share the transaction,
   *   except with a waiting time of its own, or an Idempotency-Key, which is locked before any row
   * @throws IdempotencyKeyReusedError
   */
  async run<T>(
    scopes: readonly WriteScope[],
    { actor, conditions: { lockWait, idempotencyKey } }: Writer<UnitConditions>,
    work: (tx: Tx) => Promise<T>,
    row?: string,
  ): Promise<T> {
    const once = (tx: Tx): Promise<Outcome<T>> =>
      this.idempotency.once(tx, actor, idempotencyKey, () => work(tx));
    for (const { policy } of scopes) await policy.begin?.();
    try {
      const isShared = row !== undefined && lockWait === undefined && !idempotencyKey;
      const { answer, isReplayed } = await (isShared
        ? this.queue.run(row, actor.id, once)
        : this.database.inTransaction(once, { actorId: actor.id, lockWait }));
      for (const { policy } of scopes) policy.done?.();
      if (isReplayed) idempotencyKey?.markReplayed();
      return answer;
    } catch (error) {
      throw scopes.reduce((told: unknown, { policy }) => policy.refusal(told), error);
    }
  }

  /** A new row. */
  create<T>(
    scope: WriteScope,
    values: Values,
    writer: Writer<UnitConditions>,
    answer: (row: LockedRow) => T,
  ): Promise<T> {
    return this.run([scope], writer, async (tx) =>
      answer(await this.rows.insert(tx, scope, values, writer)),
    );
  }

  /**
   * One row by what stands in its path: the only place where that is changed. Only what differs is written.
   * @throws LeaseHeldError, LeaseLostError, PreconditionRequiredError, and the policy's of a row that is not there or moved on
   */
  change<T>(
    scope: WriteScope,
    key: string,
    command: Command,
    writer: Writer,
    answer: (row: LockedRow) => T,
  ): Promise<T> {
    const { conditions } = writer;
    this.assertConditional(conditions);
    const work = async (tx: Tx): Promise<T> => {
      const row = this.leftFor(tx, scope) ?? (await this.find(tx, scope, key));
      if (!row) throw scope.policy.notFound(key);
      await this.locks.admit(tx, scope, [row], conditions);
      // Behind its COMMIT no answer could be kept any more.
      const isKept = conditions.idempotencyKey !== undefined;
      const present = isKept
        ? (await this.rows.write(tx, scope, [row], command, writer)).after[0]
        : await this.rows.writeLast(tx, scope, row, command, writer);
      this.leave(tx, scope, row, present);
      return answer(present ?? row);
    };
    return this.run([scope], writer, work, `${scope.model.table} ${key}`);
  }

  /** @throws as `change` */
  async remove(scope: WriteScope, key: string, writer: Writer): Promise<void> {
    this.assertConditional(writer.conditions);
    await this.run([scope], writer, async (tx) => {
      const row = await this.lockOne(tx, scope, key, writer.conditions);
      await this.rows.write(tx, scope, [row], { op: 'delete' }, writer);
      return null;
    });
  }

  /** `select_for_update().filter(**kwargs)` and then one command: on all rows that match, or on none. @throws TooManyMatchedError */
  onMatching(
    scope: WriteScope,
    { filter, max, isDryRun }: Matching,
    command: Command,
    writer: Writer,
  ): Promise<Matched> {
    return this.run([scope], writer, async (tx) => {
      const keys = await this.sql.candidates(tx, scope, filter, max + 1);
      if (keys.length > max) throw new TooManyMatchedError(max);
      const rows = await this.locks.lockMatching(tx, scope, keys, filter);
      await this.locks.admit(tx, scope, rows, writer.conditions);
      const decided = await this.rows.decide(tx, scope, rows, command);
      if (!isDryRun)
        await this.rows.carryOut(tx, scope, decided, { note: writer.note, isUnseen: true });
      return {
        matched: rows.length,
        changed: decided.filter(({ change }) => change.kind !== 'none').length,
        ids: rows.map((row) => shownKey(scope.model, row)),
      };
    });
  }

  /**
   * Takes rows that fit and that nobody holds or edits, and does something with them. First past all locks; only when that finds too
   * few, a second transaction waits for the rows that are held: whoever holds one may give it back.
   */
  async claim<T>(
    scope: WriteScope,
    { filter, count, orderBy }: Claimable,
    command: Command,
    writer: Writer<UnitConditions>,
    answer: (rows: LockedRow[]) => T,
  ): Promise<T> {
    const free = allOf([filter, isNotLeased(this.database.own, scope.model.label, ownKey(scope))]);
    const take = (clause: string | undefined, tooFew: (available: number) => Error) =>
      this.run([scope], writer, async (tx) => {
        const rows = await this.lockFree(tx, scope, free, count, { orderBy, clause });
        if (rows.length < count) throw tooFew(rows.length);
        await this.locks.admit(tx, scope, rows, UNCONDITIONAL);
        const { after } = await this.rows.write(tx, scope, rows, command, writer);
        return answer(after.flatMap((row) => row ?? []));
      });
    try {
      return await take('FOR UPDATE SKIP LOCKED', () => new TooFewError());
    } catch (error) {
      if (!(error instanceof TooFewError)) throw error;
      return take(undefined, (available) => scope.policy.notEnough(count, available));
    }
  }

  /** One row, locked and admitted. @throws as `change` */
  async lockOne(
    tx: Tx,
    scope: WriteScope,
    key: string,
    conditions: Conditions,
  ): Promise<LockedRow> {
    const row = await this.find(tx, scope, key);
    if (!row) throw scope.policy.notFound(key);
    await this.locks.admit(tx, scope, [row], conditions);
    return row;
  }

  /** One row, locked, whatever lease is on it. */
  find(tx: Tx, scope: Scope, key: string): Promise<LockedRow | undefined> {
    const condition = keyIs(key, scope);
    return condition ? this.locks.lock(tx, scope, condition) : Promise.resolve(undefined);
  }

  /**
   * For writes that name one row; a filter is a condition of its own.
   * @throws PreconditionRequiredError where `REQUIRE_IF_MATCH` asks for a condition and there is none
   */
  assertConditional({ ifMatch }: Pick<WriteConditions, 'ifMatch'>): void {
    if (ifMatch === undefined && this.config.assets.requireIfMatch)
      throw new PreconditionRequiredError();
  }

  /** For the next command of the transaction, which is on the same row unless that is called otherwise now. */
  private leave(tx: Tx, scope: Scope, row: LockedRow, present: LockedRow | undefined): void {
    const { model } = scope;
    const isSame = present && keyShown(model, present.view) === keyShown(model, row.view);
    // Who takes a lease locks the row, so one that was not there is not there now.
    if (isSame)
      this.left.set(tx.unit, {
        ...{ model, sight: sightOf(scope) },
        row: row.isLeased ? { ...present, isLeased: true } : present,
      });
    else this.left.delete(tx.unit);
  }

  /** Not for a caller who sees other relations of the row, and not of another model of the table, whose keys may be others. */
  private leftFor(tx: Tx, scope: Scope): LockedRow | undefined {
    const left = this.left.get(tx.unit);
    return left?.model === scope.model && left.sight === sightOf(scope) ? left.row : undefined;
  }

  /** In the order that was asked for no row is locked but those that are taken; without one, any will do. */
  private async lockFree(
    tx: Tx,
    scope: Scope,
    free: SqlFragment,
    count: number,
    { orderBy, clause }: { orderBy: string | undefined; clause: string | undefined },
  ): Promise<LockedRow[]> {
    const taken: LockedRow[] = [];
    const seen: string[] = [];
    const { primaryKey } = scope.model;
    while (taken.length < count && primaryKey) {
      const others = seen.length === 0 ? EVERY : concat('NOT ', keysIn(primaryKey, seen, scope));
      const wanted = allOf([free, others]);
      const keys = await this.sql.candidates(tx, scope, wanted, CANDIDATES, orderBy);
      if (keys.length === 0) break;
      const size = orderBy === undefined ? keys.length : count;
      for (let at = 0; at < keys.length && taken.length < count; at += size)
        taken.push(
          ...(await this.locks.lockMatching(tx, scope, keys.slice(at, at + size), free, {
            limit: count - taken.length,
            ...(clause === undefined ? {} : { clause }),
          })),
        );
      seen.push(...keys);
    }
    return taken;
  }
}

const EVERY: SqlFragment = concat('TRUE');

/** Rolls a claim back that found too few rows past the locks. */
class TooFewError extends Error {}
