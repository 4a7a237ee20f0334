import { randomUUID } from 'node:crypto';
import {
  failed,
  fieldErrorsIn,
  type RowReport,
  type UnitSettings,
  type Values,
} from '../../records/index.js';
import type { AssetPatch } from '../dto/asset.dto.js';
import { DuplicateValueError } from '../assets.errors.js';
import type { UniqueField } from './import-keys.repository.js';

interface Debt {
  readonly field: UniqueField;
  /** Of the row that took the value. */
  readonly line: number;
}

/**
 * The unique values that rows of one transaction took from assets that had them. The database asks after each statement, so in a
 * swap one of two assets is without its value for a while; at the end each must have got another one.
 */
export class Takings {
  private readonly debts = new Map<number, Debt>();

  constructor(private readonly scope: UnitSettings['takes']) {}

  mayTakeFrom(isInBatch: boolean): boolean {
    return this.scope === 'any' || (this.scope === 'batch' && isInBatch);
  }

  /** What an asset has meanwhile. */
  placeholder(field: UniqueField): AssetPatch {
    return field === 'serial' ? { serial: null } : { asset_tag: `taken-${randomUUID()}` };
  }

  owe(id: number, field: UniqueField, line: number): void {
    this.debts.set(id, { field, line });
  }

  /** A row was written into its asset. @returns whether it brought what was owed */
  pay(id: number, given: Values): boolean {
    const debt = this.debts.get(id);
    if (!debt || given[debt.field] === undefined) return false;
    return this.debts.delete(id);
  }

  /** The rows that took a value from an asset that got no other: it is still its. */
  get unpaid(): RowReport[] {
    return [...this.debts.values()].map(({ field, line }) =>
      failed(line, fieldErrorsIn(new DuplicateValueError(field))),
    );
  }
}
