import type { ScalarKind } from './values.js';

/** What a lookup compares: SQL without a parameter in it. */
export type Operand = ScalarOperand | RelationOperand | YearOperand | JsonOperand;

export interface ScalarOperand {
  readonly kind: ScalarKind;
  readonly sql: string;
}

/** The column of a foreign key. */
export interface RelationOperand {
  readonly kind: 'relation';
  readonly sql: string;
}

/** The year of a date or a time. */
export interface YearOperand {
  readonly kind: 'year' | 'iso_year';
  readonly sql: string;
  readonly of: ScalarOperand;
}

/** A place in a JSON document; without keys the document itself. */
export interface JsonOperand {
  readonly kind: 'json';
  readonly sql: string;
  readonly keys: readonly string[];
}

/** How the values are written: the key of another table and a year are whole numbers. */
export function valueKindOf(kind: Exclude<Operand['kind'], 'json'>): ScalarKind {
  return kind === 'relation' || kind === 'year' || kind === 'iso_year' ? 'integer' : kind;
}
