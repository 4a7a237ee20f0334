import { Injectable } from '@nestjs/common';
import { Database, type Tx } from '../database/index.js';
import type { User } from '../http/index.js';
import { shownValue } from '../model/index.js';
import type { HeldLease, LeaseView, LeaseWish } from './leases.js';
import { type LeasedRow, Leases } from './leases.service.js';
import { keyField, columnOf, keyIs, type Scope } from './query/index.js';
import type { LockedRow } from './commands.js';
import { keyShown, ownKey, textOf } from './record-reader.js';
import { RecordRows } from './record-rows.js';
import type { WriteScope } from './write-policy.js';
import { RecordScopes } from './record-scopes.js';
import { RecordRepository } from './record.repository.js';
import { assertMay } from './record-writes.service.js';
import { RecordNotFoundError } from './records.errors.js';
import type { LeaseConditions, WriteConditions } from './write-conditions.js';

/** How answers name the row: the key is that of its path. */
interface Name extends Record<string, unknown> {
  readonly model: string;
  readonly key: unknown;
}

/**
 * Leases on the rows of models, as on assets: whoever may see a row sees who edits it, whoever may change it takes one.
 * Every method throws ModelNotFoundError, RecordNotFoundError, SchemaChangedError.
 */
@Injectable()
export class RecordLeases {
  constructor(
    private readonly scopes: RecordScopes,
    private readonly records: RecordRepository,
    private readonly rows: RecordRows,
    private readonly leases: Leases,
    private readonly database: Database,
  ) {}

  /** @throws LeaseNotFoundError */
  read(user: User, label: string, key: string): Promise<LeaseView<Name>> {
    return this.scopes.on(user, label, async ({ scope }) => {
      const field = keyField(scope.model);
      const condition = keyIs(key, scope);
      if (!field || !condition) throw new RecordNotFoundError(label, key);
      const columns = [ownKey(scope), columnOf(scope.alias, field.column)];
      const row = await this.records.find(this.database, scope, condition, columns);
      if (!row) throw new RecordNotFoundError(label, key);
      const [own, shown] = row;
      const name = { model: label, key: shownValue(field, shown, scope.time) };
      return this.leases.read({ model: label, key: textOf(own), name });
    });
  }

  /** @throws PermissionDeniedError, WriteNotAllowedError, RecordChangedError, LeaseHeldError, LeaseLostError */
  take(
    user: User,
    label: string,
    key: string,
    { seconds, ...conditions }: LeaseWish & WriteConditions,
  ): Promise<HeldLease<Name>> {
    return this.onLocked(user, label, key, conditions, async (tx, scope, row) => {
      await this.rows.admit(tx, scope, [row], conditions);
      const { leaseToken: token } = conditions;
      return this.leases.take(tx, user, leasedRow(scope, row), { seconds, token });
    });
  }

  /** @throws PermissionDeniedError, WriteNotAllowedError, LeaseHeldError, LeaseLostError */
  giveUp(user: User, label: string, key: string, conditions: LeaseConditions): Promise<void> {
    return this.onLocked(user, label, key, conditions, (tx, scope, row) =>
      this.leases.end(tx, user, leasedRow(scope, row), conditions.leaseToken),
    );
  }

  /** A transaction on one row that the user may change, under its lock. */
  private onLocked<T>(
    user: User,
    label: string,
    key: string,
    { lockWait }: Pick<WriteConditions, 'lockWait'>,
    work: (tx: Tx, scope: WriteScope, row: LockedRow) => Promise<T>,
  ): Promise<T> {
    return this.scopes.on(user, label, (seen) => {
      assertMay(seen, ['change']);
      const { scope } = seen;
      const condition = keyIs(key, scope);
      return this.database.inTransaction(
        async (tx) => {
          const row = condition && (await this.rows.lock(tx, scope, condition));
          if (!row) throw new RecordNotFoundError(label, key);
          return work(tx, scope, row);
        },
        { actorId: user.id, lockWait },
      );
    });
  }
}

const leasedRow = ({ model }: Scope, { key, view }: LockedRow): LeasedRow<Name> => ({
  model: model.label,
  key,
  name: { model: model.label, key: keyShown(model, view) },
});
