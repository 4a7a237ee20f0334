import { Inject, Injectable } from '@nestjs/common';
import { PermissionDeniedError } from '../auth/index.js';
import { CONFIG, type Config } from '../config/index.js';
import { Database, RowQueue, type Tx } from '../database/index.js';
import type { User } from '../http/index.js';
import type { ModelPermissions } from '../model/index.js';
import type { Command, Moment } from './commands.js';
import type { BulkDelete, BulkPatch, BulkResult, Claim } from './dto/write.dto.js';
import { Idempotency, type Outcome } from './idempotency.js';
import { isNotLeased } from './leases.repository.js';
import {
  allOf,
  compileFilter,
  concat,
  keyIs,
  keysIn,
  orderBy,
  parseOrdering,
  type Scope,
  type SqlFragment,
} from './query/index.js';
import { ownKey, type RecordView } from './record-reader.js';
import { type Conditions, keyShown, type LockedRow, RecordRows } from './record-rows.js';
import { RecordScopes, type Seen } from './record-scopes.js';
import { RecordWritesRepository } from './record-writes.repository.js';
import {
  NotEnoughRowsError,
  NotUniqueError,
  RecordNotFoundError,
  SchemaChangedError,
  ValuesRefusedError,
  WriteNotAllowedError,
} from './records.errors.js';
import { LeaseLostError, PreconditionRequiredError, TooManyMatchedError } from './write.errors.js';
import type { UnitConditions, WriteConditions } from './write-conditions.js';
import { toRefusal } from './write-refusals.js';
import { readKey, readNewValues, readValues, type Wanted } from './write-values.js';

/** A row that was written. */
export interface Written {
  /** What stands for it in a path. */
  readonly key: unknown;
  readonly view: RecordView;
  readonly etag: string;
  readonly isNew: boolean;
}

/** A body, and whether its documents are patches. */
export interface Body {
  readonly values: unknown;
  readonly isMerge?: boolean;
  /** Stands in the history beside the change. */
  readonly note?: string | undefined;
}

/** How often two callers who create one row at once are told apart: then the row is there. */
const PUT_ATTEMPTS = 3;

/** Looked at in one go: more than are wanted, because others take from the same end. */
const CANDIDATES = 500;

const EVERY: SqlFragment = concat('TRUE');

const UNCONDITIONAL: Conditions = { ifMatch: undefined, leaseToken: undefined };

/**
 * Writes rows of models for a user, each use case in one transaction that runs again as a whole after a deadlock: lock, ask
 * leases and `If-Match`, apply, write, history, and the answer from what was stored. As Django's
 * `select_for_update().filter(…).update(…)`: no `save()`, `clean()` or signal of the site runs.
 *
 * Every method throws ModelNotFoundError, PermissionDeniedError, WriteNotAllowedError, SchemaChangedError, and what
 * `Database.inTransaction` throws.
 */
@Injectable()
export class RecordWrites {
  constructor(
    private readonly scopes: RecordScopes,
    private readonly rows: RecordRows,
    private readonly sql: RecordWritesRepository,
    private readonly idempotency: Idempotency,
    private readonly database: Database,
    private readonly queue: RowQueue,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /** @throws ValuesRefusedError, NotUniqueError, RelatedMissingError */
  create(
    user: User,
    label: string,
    body: Body,
    conditions: UnitConditions,
  ): Promise<Outcome<Written>> {
    return this.on(user, label, ['add'], ({ scope, isUnfitToAdd }) => {
      if (isUnfitToAdd) throw new SchemaChangedError(label);
      const values = readNewValues(body.values, scope);
      return this.unit(user, scope, conditions, async (tx) =>
        written(scope, await this.rows.insert(tx, scope, values, this.stamped(body.note)), true),
      );
    });
  }

  /** @throws RecordNotFoundError, RecordChangedError, LeaseHeldError, LeaseLostError, ValuesRefusedError, NotUniqueError */
  change(
    user: User,
    label: string,
    key: string,
    body: Body,
    conditions: WriteConditions,
  ): Promise<Outcome<Written>> {
    return this.on(user, label, ['change'], ({ scope }) => {
      const values = readValues(body.values, scope, { isMerge: body.isMerge ?? false });
      this.assertConditional(conditions);
      return this.onRow(user, scope, key, conditions, async (tx) => {
        const row = await this.lockOne(tx, scope, key, conditions);
        return this.update(tx, scope, row, { op: 'update', values }, body.note);
      });
    });
  }

  /**
   * Django's `update_or_create` by the lookup field.
   * @throws as `change`, and RelatedMissingError
   */
  async put(
    user: User,
    label: string,
    key: string,
    body: Body,
    conditions: WriteConditions,
  ): Promise<Outcome<Written>> {
    return this.on(user, label, ['add', 'change'], async ({ scope, isUnfitToAdd }) => {
      const [field, wanted] = readKey(key, scope);
      // As the column has it: `1.0` is the key 1.
      const stored = 'value' in wanted ? String(wanted.value) : key;
      const values = readValues(body.values, scope, { isNew: true });
      assertSameKey(values.cells.get(field), wanted, field.attname);
      const changed = new Map(values.cells);
      changed.delete(field);
      const command: Command = { op: 'update', values: { ...values, cells: changed } };
      for (let attempt = 1; ; attempt++) {
        try {
          return await this.unit(user, scope, conditions, async (tx) => {
            const row = await this.find(tx, scope, stored);
            if (!row && conditions.ifMatch !== undefined) throw new RecordNotFoundError(label, key);
            if (!row && conditions.leaseToken !== undefined) throw new LeaseLostError();
            if (!row && isUnfitToAdd) throw new SchemaChangedError(label);
            if (!row) {
              const fresh = readNewValues(body.values, scope, [field, wanted]);
              return written(scope, await this.rows.insert(tx, scope, fresh, this.stamped()), true);
            }
            // Of a row that is not there yet nobody has a tag.
            this.assertConditional(conditions);
            await this.rows.admit(tx, scope, [row], conditions);
            return this.update(tx, scope, row, command);
          });
        } catch (error) {
          // Somebody created it after we had looked: from now on it is there to be locked.
          const isRace = error instanceof NotUniqueError && attempt < PUT_ATTEMPTS;
          if (!isRace || !(error.details.fields as string[]).includes(field.attname)) throw error;
        }
      }
    });
  }

  /** @throws RecordNotFoundError, RecordChangedError, LeaseHeldError, LeaseLostError, StillReferencedError */
  async remove(
    user: User,
    label: string,
    key: string,
    conditions: WriteConditions,
    note?: string,
  ): Promise<void> {
    await this.on(user, label, ['delete'], ({ scope }) => {
      this.assertConditional(conditions);
      return this.unit(user, scope, conditions, async (tx) => {
        const row = await this.lockOne(tx, scope, key, conditions);
        await this.rows.write(tx, scope, [row], { op: 'delete' }, this.stamped(note));
        return null;
      });
    });
  }

  /** All rows that match, or none. @throws InvalidLookupError, TooManyMatchedError, and as `change` */
  changeMany(
    user: User,
    label: string,
    { isMerge, ...wish }: BulkPatch & Pick<Body, 'isMerge'>,
    conditions: WriteConditions,
  ): Promise<Outcome<BulkResult>> {
    return this.on(user, label, ['change'], ({ scope }) => {
      const values = readValues(wish.set, scope, { isMerge: isMerge ?? false });
      return this.onMatching(user, scope, wish, conditions, { op: 'update', values });
    });
  }

  /** @throws InvalidLookupError, TooManyMatchedError, and as `remove` */
  removeMany(
    user: User,
    label: string,
    wish: BulkDelete,
    conditions: WriteConditions,
  ): Promise<Outcome<BulkResult>> {
    return this.on(user, label, ['delete'], ({ scope }) =>
      this.onMatching(user, scope, wish, conditions, { op: 'delete' }),
    );
  }

  /**
   * Takes rows that fit and that nobody holds or edits, and sets them. First past all locks; only when that finds too few, a
   * second transaction waits for the rows that are held: whoever holds one may give it back.
   * @throws InvalidLookupError, ValuesRefusedError, NotEnoughRowsError
   */
  claim(
    user: User,
    label: string,
    wish: Claim,
    conditions: UnitConditions,
  ): Promise<Outcome<{ results: RecordView[] }>> {
    return this.on(user, label, ['change'], async ({ scope }) => {
      const { model } = scope;
      const values = readValues(wish.set, scope);
      const free = allOf([
        compileFilter(wish.filter, scope),
        isNotLeased(model.label, ownKey(scope)),
      ]);
      const order = wish.ordering === undefined ? undefined : parseOrdering(wish.ordering, model);
      const take = (clause: string | undefined) =>
        this.unit(user, scope, conditions, async (tx) => {
          const rows = await this.lockFree(tx, scope, free, wish.count, {
            orderBy: order && orderBy(order.terms, scope.alias),
            clause,
          });
          if (rows.length < wish.count) throw new NotEnoughRowsError(wish.count, rows.length);
          await this.rows.admit(tx, scope, rows, UNCONDITIONAL);
          const command: Command = { op: 'update', values };
          const { after } = await this.rows.write(tx, scope, rows, command, {
            ...this.stamped(wish.note),
          });
          return { results: after.flatMap((row) => (row ? [row.view] : [])) };
        });
      try {
        return await take('FOR UPDATE SKIP LOCKED');
      } catch (error) {
        if (!(error instanceof NotEnoughRowsError)) throw error;
        return take(undefined);
      }
    });
  }

  /** Asked before anything of the body is read. */
  private on<T>(
    user: User,
    label: string,
    needed: readonly Right[],
    work: (seen: Seen) => Promise<T>,
  ): Promise<T> {
    return this.scopes.on(user, label, async (seen) => {
      assertMay(seen, needed);
      return work(seen);
    });
  }

  /** One transaction, which is not run again for an Idempotency-Key under which it was done. */
  private async unit<T>(
    user: User,
    { model }: Scope,
    { lockWait, idempotencyKey }: UnitConditions,
    work: (tx: Tx) => Promise<T>,
  ): Promise<Outcome<T>> {
    try {
      return await this.database.inTransaction(
        (tx) => this.idempotency.once(tx, user, idempotencyKey, () => work(tx)),
        { actorId: user.id, lockWait },
      );
    } catch (error) {
      throw toRefusal(error, model);
    }
  }

  /**
   * The same for one row that is there: together with others of this process that change it. Not with a waiting time of its
   * own, and not under an Idempotency-Key, which is locked before any row.
   */
  private async onRow<T>(
    user: User,
    scope: Scope,
    key: string,
    conditions: UnitConditions,
    work: (tx: Tx) => Promise<T>,
  ): Promise<Outcome<T>> {
    if (conditions.lockWait !== undefined || conditions.idempotencyKey)
      return this.unit(user, scope, conditions, work);
    try {
      const answer = await this.queue.run(`${scope.model.table} ${key}`, user.id, work);
      return { answer, isReplayed: false };
    } catch (error) {
      throw toRefusal(error, scope.model);
    }
  }

  private find(tx: Tx, scope: Scope, key: string): Promise<LockedRow | undefined> {
    const condition = keyIs(key, scope);
    return condition ? this.rows.lock(tx, scope, condition) : Promise.resolve(undefined);
  }

  private async lockOne(
    tx: Tx,
    scope: Scope,
    key: string,
    conditions: Conditions,
  ): Promise<LockedRow> {
    const row = await this.find(tx, scope, key);
    if (!row) throw new RecordNotFoundError(scope.model.label, key);
    await this.rows.admit(tx, scope, [row], conditions);
    return row;
  }

  private async update(
    tx: Tx,
    scope: Scope,
    row: LockedRow,
    command: Command,
    note?: string,
  ): Promise<Written> {
    const { after } = await this.rows.write(tx, scope, [row], command, this.stamped(note));
    return written(scope, after[0] ?? row, false);
  }

  private onMatching(
    user: User,
    scope: Scope,
    { filter, max, dry_run, note }: BulkDelete,
    conditions: WriteConditions,
    command: Command,
  ): Promise<Outcome<BulkResult>> {
    const condition = compileFilter(filter, scope);
    return this.unit(user, scope, conditions, async (tx) => {
      const keys = await this.sql.candidates(tx, scope, condition, max + 1);
      if (keys.length > max) throw new TooManyMatchedError(max);
      const rows = await this.rows.lockMatching(tx, scope, keys, condition);
      await this.rows.admit(tx, scope, rows, conditions);
      const options = this.stamped(note);
      const changed = dry_run
        ? this.rows.wouldChange(scope, rows, command, options.moment)
        : (await this.rows.write(tx, scope, rows, command, options)).changed;
      const { primaryKey } = scope.model;
      return {
        matched: rows.length,
        changed,
        ids: rows.map(({ view, key }) =>
          primaryKey?.hidden
            ? keyShown(scope.model, view)
            : (view[primaryKey?.attname ?? ''] ?? key),
        ),
      };
    });
  }

  /** In the order that was asked for no row is locked but those that are taken; without one, any will do. */
  private async lockFree(
    tx: Tx,
    scope: Scope,
    free: SqlFragment,
    count: number,
    { orderBy: order, clause }: { orderBy: string | undefined; clause: string | undefined },
  ): Promise<LockedRow[]> {
    const taken: LockedRow[] = [];
    const seen: string[] = [];
    const { primaryKey } = scope.model;
    while (taken.length < count && primaryKey) {
      const others = seen.length === 0 ? EVERY : concat('NOT ', keysIn(primaryKey, seen, scope));
      const wanted = allOf([free, others]);
      const keys = await this.sql.candidates(tx, scope, wanted, CANDIDATES, order);
      if (keys.length === 0) break;
      const size = order === undefined ? keys.length : count;
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

  /** What every write of a row needs to know beside the command. */
  stamped(note?: string): { moment: Moment; note: string | undefined } {
    return { moment: { now: new Date(), time: this.config.django }, note };
  }

  /**
   * For writes that name one row; a filter is a condition of its own.
   * @throws PreconditionRequiredError where `REQUIRE_IF_MATCH` asks for a condition and there is none
   */
  assertConditional({ ifMatch }: Pick<WriteConditions, 'ifMatch'>): void {
    if (ifMatch === undefined && this.config.assets.requireIfMatch)
      throw new PreconditionRequiredError();
  }
}

type Right = Exclude<keyof ModelPermissions, 'view'>;

/** What Django, the table and lockstep.json allow. @throws PermissionDeniedError, WriteNotAllowedError */
export function assertMay({ scope: { model }, allows }: Seen, needed: readonly Right[]): void {
  for (const right of needed)
    if (!allows(model.permissions[right]))
      throw new PermissionDeniedError(model.permissions[right]);
  if (model.readOnlyReason !== undefined)
    throw new WriteNotAllowedError('model_read_only', model.readOnlyReason);
  if (needed.includes('add') && !model.add)
    throw new WriteNotAllowedError('add_not_allowed', 'lockstep.json does not let rows be added.');
  if (needed.includes('delete') && !model.delete)
    throw new WriteNotAllowedError(
      'delete_not_allowed',
      'lockstep.json does not let rows be deleted.',
    );
}

/** @throws ValuesRefusedError */
function assertSameKey(given: Wanted | undefined, wanted: Wanted, field: string): void {
  const isSame =
    given === undefined ||
    ('value' in given && 'value' in wanted && String(given.value) === String(wanted.value));
  if (isSame) return;
  const expected = 'the key of the path, or nothing';
  throw new ValuesRefusedError([
    { field, code: 'invalid_value', message: `Give ${expected}.`, expected },
  ]);
}

export const written = ({ model }: Scope, { view, tags }: LockedRow, isNew: boolean): Written => ({
  key: keyShown(model, view),
  view,
  etag: tags[0] ?? '',
  isNew,
});
