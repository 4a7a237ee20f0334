import type { Tx, UserId } from '../database/index.js';
import type { DomainError } from '../domain-error.js';
import type { Field, Model } from '../model/index.js';
import type { Cells, LockedRow, Update } from './commands.js';
import type { RowName } from './leases.js';
import type { Scope } from './query/index.js';
import { keyShown } from './record-reader.js';
import {
  NotEnoughRowsError,
  RecordChangedError,
  RecordNotFoundError,
  ValuesRefusedError,
} from './records.errors.js';
import type { UnitConditions, WriteConditions } from './write-conditions.js';
import { toRefusal } from './write-refusals.js';

/** Whose rows are written, and by which rules. */
export interface WriteScope extends Scope {
  readonly policy: WritePolicy;
}

/** By whom something is written, and under which conditions. */
export interface Writer<Conditions extends UnitConditions = WriteConditions> {
  /** The user recorded in the history; null for a unit of ours without one. */
  readonly actor: { readonly id: UserId | null };
  readonly conditions: Conditions;
  /** Stands in the history beside the change. */
  readonly note?: string | undefined;
}

/** The rules of a model beyond its fields, which every write of its rows asks, and the words of its refusals. */
export interface WritePolicy {
  /**
   * Who writes the history of a row: we with the change, or the triggers of the table, which also end its lease. With triggers the
   * last UPDATE of a transaction goes with its COMMIT, so such a model has no many-to-many relations.
   */
  readonly history: 'events' | 'triggers';

  /** Before a transaction. @throws what tells that the database would not keep the model's rules */
  begin?(): Promise<void>;
  /** After one that was committed. */
  done?(): void;
  /** Whether a row that is locked may be changed so. @throws DomainError */
  check?(tx: Tx, row: LockedRow, change: Update): Promise<void>;
  /** Before rows get these values. @param keys of the rows; empty for new ones. @throws DomainError */
  beforeWrite?(tx: Tx, cells: readonly Cells[], keys: readonly string[]): Promise<void>;
  /** Before the first new row of a transaction that may make several: takes the locks that they share. */
  beforeCreates?(tx: Tx, cells: readonly Pick<Cells, 'has'>[]): Promise<void>;
  /** Makes a new row by `insert`, with values that are decided on only now. @returns its key */
  insert?(tx: Tx, cells: Cells, insert: (cells: Cells) => Promise<string>): Promise<string>;

  /** An error in the words of the model; any other error as it is. */
  refusal(error: unknown): unknown;
  notFound(key: string): DomainError;
  /** @param rows that moved on, as they are now */
  changed(rows: readonly [LockedRow, ...LockedRow[]], isWeakened: boolean): DomainError;
  notEnough(wanted: number, available: number): DomainError;
  /** A document with a number that the database would change. */
  notKept(field: Field, message: string): DomainError;
  /** How the refusal of a lease names its row. */
  nameOf(row: LockedRow): RowName;
}

/** A model without rules of its own: what lockstep.json allows, and the database takes. */
export class PlainPolicy implements WritePolicy {
  readonly history = 'events';

  constructor(private readonly model: Model) {}

  refusal(error: unknown): unknown {
    return toRefusal(error, this.model);
  }

  notFound(key: string): DomainError {
    return new RecordNotFoundError(this.model.label, key);
  }

  changed(
    [first, ...others]: readonly [LockedRow, ...LockedRow[]],
    isWeakened: boolean,
  ): DomainError {
    const present = ({ view, tags: [etag = ''] }: LockedRow) => ({
      key: keyShown(this.model, view),
      view,
      etag,
    });
    return new RecordChangedError([present(first), ...others.map(present)], isWeakened);
  }

  notEnough(wanted: number, available: number): DomainError {
    return new NotEnoughRowsError(wanted, available);
  }

  notKept({ hidden, attname }: Field, message: string): DomainError {
    const field = hidden ? '' : attname;
    return new ValuesRefusedError([{ field, code: 'invalid_value', message }]);
  }

  nameOf({ view }: LockedRow): RowName {
    return { model: this.model.label, key: keyShown(this.model, view) };
  }
}
