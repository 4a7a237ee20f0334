import { Injectable } from '@nestjs/common';
import { PermissionDeniedError } from '../auth/index.js';
import type { User } from '../http/index.js';
import type { ModelPermissions } from '../model/index.js';
import type { Command, LockedRow } from './commands.js';
import type { BulkDelete, BulkPatch, BulkResult, Claim } from './dto/write.dto.js';
import { compileFilter, orderBy, parseOrdering } from './query/index.js';
import { keyShown, type RecordView } from './record-reader.js';
import { RecordRows } from './record-rows.js';
import { RecordScopes, type Seen } from './record-scopes.js';
import { RecordUnits } from './record-units.js';
import {
  NotUniqueError,
  RecordNotFoundError,
  SchemaChangedError,
  ValuesRefusedError,
  WriteNotAllowedError,
} from './records.errors.js';
import { LeaseLostError } from './write.errors.js';
import type { UnitConditions, WriteConditions } from './write-conditions.js';
import type { WriteScope } from './write-policy.js';
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
    private readonly units: RecordUnits,
    private readonly rows: RecordRows,
  ) {}

  /** @throws ValuesRefusedError, NotUniqueError, RelatedMissingError */
  create(user: User, label: string, body: Body, conditions: UnitConditions): Promise<Written> {
    return this.on(user, label, ['add'], ({ scope, isUnfitToAdd }) => {
      if (isUnfitToAdd) throw new SchemaChangedError(label);
      const values = readNewValues(body.values, scope);
      const writer = { actor: user, conditions, note: body.note };
      return this.units.create(scope, values, writer, (row) => written(scope, row, true));
    });
  }

  /** @throws RecordNotFoundError, RecordChangedError, LeaseHeldError, LeaseLostError, ValuesRefusedError, NotUniqueError */
  change(
    user: User,
    label: string,
    key: string,
    { values, isMerge = false, note }: Body,
    conditions: WriteConditions,
  ): Promise<Written> {
    return this.on(user, label, ['change'], ({ scope }) => {
      const command: Command = { op: 'update', values: readValues(values, scope, { isMerge }) };
      const writer = { actor: user, conditions, note };
      return this.units.change(scope, key, command, writer, (row) => written(scope, row, false));
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
  ): Promise<Written> {
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
          return await this.units.run([scope], { actor: user, conditions }, async (tx) => {
            const row = await this.units.find(tx, scope, stored);
            if (!row && conditions.ifMatch !== undefined) throw new RecordNotFoundError(label, key);
            if (!row && conditions.leaseToken !== undefined) throw new LeaseLostError();
            if (!row && isUnfitToAdd) throw new SchemaChangedError(label);
            if (!row) {
              const fresh = readNewValues(body.values, scope, [field, wanted]);
              return written(scope, await this.rows.insert(tx, scope, fresh), true);
            }
            // Of a row that is not there yet nobody has a tag.
            this.units.assertConditional(conditions);
            await this.rows.admit(tx, scope, [row], conditions);
            const { after } = await this.rows.write(tx, scope, [row], command);
            return written(scope, after[0] ?? row, false);
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
  remove(
    user: User,
    label: string,
    key: string,
    conditions: WriteConditions,
    note?: string,
  ): Promise<void> {
    return this.on(user, label, ['delete'], ({ scope }) =>
      this.units.remove(scope, key, { actor: user, conditions, note }),
    );
  }

  /** All rows that match, or none. @throws InvalidLookupError, TooManyMatchedError, and as `change` */
  changeMany(
    user: User,
    label: string,
    { isMerge = false, ...wish }: BulkPatch & Pick<Body, 'isMerge'>,
    conditions: WriteConditions,
  ): Promise<BulkResult> {
    return this.on(user, label, ['change'], ({ scope }) => {
      const values = readValues(wish.set, scope, { isMerge });
      return this.onMatching(user, scope, wish, conditions, { op: 'update', values });
    });
  }

  /** @throws InvalidLookupError, TooManyMatchedError, and as `remove` */
  removeMany(
    user: User,
    label: string,
    wish: BulkDelete,
    conditions: WriteConditions,
  ): Promise<BulkResult> {
    return this.on(user, label, ['delete'], ({ scope }) =>
      this.onMatching(user, scope, wish, conditions, { op: 'delete' }),
    );
  }

  /**
   * Takes rows that fit and that nobody holds or edits, and sets them.
   * @throws InvalidLookupError, ValuesRefusedError, NotEnoughRowsError
   */
  claim(
    user: User,
    label: string,
    { set, filter, count, ordering, note }: Claim,
    conditions: UnitConditions,
  ): Promise<{ results: RecordView[] }> {
    return this.on(user, label, ['change'], ({ scope }) => {
      const command: Command = { op: 'update', values: readValues(set, scope) };
      const order = ordering === undefined ? undefined : parseOrdering(ordering, scope.model);
      return this.units.claim(
        scope,
        {
          filter: compileFilter(filter, scope),
          count,
          orderBy: order && orderBy(order.terms, scope.alias),
        },
        command,
        { actor: user, conditions, note },
        (rows) => ({ results: rows.map(({ view }) => view) }),
      );
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

  private onMatching(
    user: User,
    scope: WriteScope,
    { filter, max, dry_run: isDryRun, note }: BulkDelete,
    conditions: WriteConditions,
    command: Command,
  ): Promise<BulkResult> {
    const matching = { filter: compileFilter(filter, scope), max, isDryRun };
    return this.units.onMatching(scope, matching, command, { actor: user, conditions, note });
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

export const written = (
  { model }: WriteScope,
  { view, tags }: LockedRow,
  isNew: boolean,
): Written => ({
  key: keyShown(model, view),
  view,
  etag: tags[0] ?? '',
  isNew,
});
