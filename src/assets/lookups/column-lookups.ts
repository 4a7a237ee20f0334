import {
  type RelationOperand,
  type ScalarOperand,
  valueKindOf,
  type YearOperand,
} from './operand.js';
import { TEXT_LOOKUPS } from './patterns.js';
import { bind, commaSeparated, concat, type SqlFragment } from './sql.js';
import { toFlag, toList, toPair, toSqlValue } from './values.js';

type ColumnOperand = ScalarOperand | RelationOperand | YearOperand;

/** @throws InvalidLookupError naming the parameter */
export type Lookup<O> = (operand: O, value: unknown, parameter: string) => SqlFragment;
export type Lookups<O> = Readonly<Record<string, Lookup<O>>>;

const bound = ({ kind }: ColumnOperand, value: unknown, parameter: string): SqlFragment =>
  bind(toSqlValue(valueKindOf(kind), value, parameter));

const compared =
  (operator: string): Lookup<ColumnOperand> =>
  (operand, value, parameter) =>
    concat(`${operand.sql} ${operator} `, bound(operand, value, parameter));

/** NULL is equal to nothing, so it is left out; a list without values has no rows. */
const isIn: Lookup<ColumnOperand> = (operand, value, parameter) => {
  const items = toList(value, parameter).filter((item) => item !== null);
  const values = items.map((item) => bound(operand, item, parameter));
  if (values.length === 0) return concat('FALSE');
  return concat(`${operand.sql} IN (`, commaSeparated(values), ')');
};

/** Not BETWEEN: MySQL converts its two ends to the column's character set, whatever collation is named for them. */
const range: Lookup<ColumnOperand> = (operand, value, parameter) => {
  const [first, last] = toPair(value, parameter);
  const from = ORDER.gte(operand, first, parameter);
  return concat('(', from, ' AND ', ORDER.lte(operand, last, parameter), ')');
};

const isNull: Lookup<ColumnOperand> = ({ sql }, value, parameter) =>
  concat(`${sql} IS ${toFlag(value, parameter) ? 'NULL' : 'NOT NULL'}`);

const EQUALITY = { exact: compared('='), in: isIn, isnull: isNull };

const ORDER = { gt: compared('>'), gte: compared('>='), lt: compared('<'), lte: compared('<=') };

const ofText = Object.fromEntries(
  Object.entries(TEXT_LOOKUPS).map(([word, lookup]): [string, Lookup<ColumnOperand>] => [
    word,
    ({ sql }, value, parameter) => lookup(concat(sql), value, parameter),
  ]),
);

export const BOOLEAN_LOOKUPS: Lookups<ColumnOperand> = EQUALITY;

/** Django knows no others for a foreign key. */
export const RELATION_LOOKUPS: Lookups<ColumnOperand> = { ...EQUALITY, ...ORDER };

export const SCALAR_LOOKUPS: Lookups<ColumnOperand> = { ...EQUALITY, ...ORDER, range, ...ofText };
