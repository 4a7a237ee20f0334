import { Inject, Injectable } from '@nestjs/common';
import { CONFIG, type Config } from '../config/index.js';
import { Database, type Tx } from '../database/index.js';
import type { Command, LockedRow } from './commands.js';
import { Idempotency } from './idempotency.js';
import { isNotLeased } from './leases.repository.js';
import { allOf, concat, keyIs, keysIn, type Scope, type SqlFragment } from './query/index.js';
import { ownKey, shownKey } from './record-reader.js';
import { type Conditions, RecordRows } from './record-rows.js';
import { RecordWritesRepository } from './record-writes.repository.js';
import { NotEnoughRowsError } from './records.errors.js';
import { PreconditionRequiredError, TooManyMatchedError } from './write.errors.js';
import type { UnitConditions, WriteConditions } from './write-conditions.js';
import type { Writer, WriteScope } from './write-policy.js';
import type { Values } from './write-values.js';

/** Which rows a write by filter is about. */
export interface Matching {
  readonly filter: SqlFragment;
  /** With more than these nothing is written. */
  readonly max: number;
  readonly isDryRun: boolean;
}

/** What a write by filter did, or would have done. */
export interface Matched {
  readonly matched: number;
  readonly changed: number;
  /** Primary keys, as answers show them, ascending. */
  readonly ids: unknown[];
}

/** Which rows a claim takes. */
export interface Wanted {
  readonly filter: SqlFragment;
  readonly count: number;
  /** SQL of an order; without one, any rows will do. */
  readonly orderBy: string | undefined;
}

/** Looked at in one go: more than are wanted, because others take from the same end. */
const CANDIDATES = 500;

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
  constructor(
    private readonly rows: RecordRows,
    private readonly sql: RecordWritesRepository,
    private readonly idempotency: Idempotency,
    private readonly database: Database,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /**
   * Runs `work` as one transaction on rows of these models, and not again for an Idempotency-Key under which it was done. It may run
   * more than once before it is committed, so it holds nothing but database calls.
   * @throws IdempotencyKeyReusedError
   */
  async run<T>(
    scopes: readonly WriteScope[],
    { actor, conditions: { lockWait, idempotencyKey } }: Writer<UnitConditions>,
    work: (tx: Tx) => Promise<T>,
  ): Promise<T> {
    for (const { policy } of scopes) await policy.begin?.();
    try {
      const { answer, isReplayed } = await this.database.inTransaction(
        (tx) => this.idempotency.once(tx, actor, idempotencyKey, () => work(tx)),
        { actorId: actor.id, lockWait },
      );
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
    return this.run([scope], writer, async (tx) => {
      const row = await this.lockOne(tx, scope, key, conditions);
      // Behind its COMMIT no answer could be kept any more.
      const isKept = conditions.idempotencyKey !== undefined;
      const present = isKept
        ? (await this.rows.write(tx, scope, [row], command, writer)).after[0]
        : await this.rows.writeLast(tx, scope, row, command, writer);
      return answer(present ?? row);
    });
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
      const rows = await this.rows.lockMatching(tx, scope, keys, filter);
      await this.rows.admit(tx, scope, rows, writer.conditions);
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
    { filter, count, orderBy }: Wanted,
    command: Command,
    writer: Writer<UnitConditions>,
    answer: (rows: LockedRow[]) => T,
  ): Promise<T> {
    const free = allOf([filter, isNotLeased(this.database.own, scope.model.label, ownKey(scope))]);
    const take = (clause: string | undefined) =>
      this.run([scope], writer, async (tx) => {
        const rows = await this.lockFree(tx, scope, free, count, { orderBy, clause });
        if (rows.length < count) throw new NotEnoughRowsError(count, rows.length);
        await this.rows.admit(tx, scope, rows, UNCONDITIONAL);
        const { after } = await this.rows.write(tx, scope, rows, command, writer);
        return answer(after.flatMap((row) => row ?? []));
      });
    try {
      return await take('FOR UPDATE SKIP LOCKED').catch((error: unknown) => {
        if (error instanceof NotEnoughRowsError) return take(undefined);
        throw error;
      });
    } catch (error) {
      throw error instanceof NotEnoughRowsError
        ? scope.policy.notEnough(error.wanted, error.available)
        : error;
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
    await this.rows.admit(tx, scope, [row], conditions);
    return row;
  }

  /** One row, locked, whatever lease is on it. */
  find(tx: Tx, scope: Scope, key: string): Promise<LockedRow | undefined> {
    const condition = keyIs(key, scope);
    return condition ? this.rows.lock(tx, scope, condition) : Promise.resolve(undefined);
  }

  /**
   * For writes that name one row; a filter is a condition of its own.
   * @throws PreconditionRequiredError where `REQUIRE_IF_MATCH` asks for a condition and there is none
   */
  assertConditional({ ifMatch }: Pick<WriteConditions, 'ifMatch'>): void {
    if (ifMatch === undefined && this.config.assets.requireIfMatch)
      throw new PreconditionRequiredError();
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
          ...(await this.rows.lockMatching(tx, scope, keys.slice(at, at + size), free, {
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
