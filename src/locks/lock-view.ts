import { z } from 'zod';
import type { LockRow, TransactionRow, WaitRow } from './locks.repository.js';

const waitSchema = z.object({
  transaction: z.string().describe('Who holds what is waited for.'),
  table: z.string(),
  asset_id: z.int().nullable().describe('Null where the lock is none on one row of the assets.'),
});

const transactionSchema = z
  .object({
    id: z.string().describe('As the server names it; each answer is a moment of its own.'),
    connection: z.int().describe('For KILL.'),
    age_seconds: z.int(),
    is_waiting: z.boolean(),
    statement: z.string().nullable().describe('Its kind only; null between two statements.'),
    rows_locked: z.int().describe('As the server estimates it.'),
    rows_changed: z.int(),
    asset_ids: z
      .array(z.int())
      .describe('Locked assets; MariaDB shows only those that others wait for.'),
    waits_for: z.array(waitSchema),
  })
  .meta({ id: 'Transaction' });

export type TransactionView = z.output<typeof transactionSchema>;

export const locksSchema = z
  .object({ transactions: z.array(transactionSchema).describe('Oldest first.') })
  .meta({
    id: 'Locks',
    example: {
      transactions: [
        {
          id: '1834',
          connection: 21,
          age_seconds: 12,
          is_waiting: false,
          statement: null,
          rows_locked: 1,
          rows_changed: 1,
          asset_ids: [7],
          waits_for: [],
        },
        {
          id: '1835',
          connection: 24,
          age_seconds: 3,
          is_waiting: true,
          statement: 'SELECT FOR UPDATE',
          rows_locked: 1,
          rows_changed: 0,
          asset_ids: [],
          waits_for: [{ transaction: '1834', table: 'assets_asset', asset_id: 7 }],
        },
      ],
    },
  });

export type LocksView = z.output<typeof locksSchema>;

export function toTransactionView(
  transaction: TransactionRow,
  locks: readonly LockRow[],
  waits: readonly WaitRow[],
): TransactionView {
  const { id } = transaction;
  const held = locks.filter((lock) => lock.transaction_id === id && lock.is_granted === 1);
  return {
    id,
    connection: transaction.connection,
    age_seconds: transaction.age_seconds,
    is_waiting: transaction.is_waiting === 1,
    statement: statementKind(transaction.statement),
    rows_locked: transaction.rows_locked,
    rows_changed: transaction.rows_changed,
    asset_ids: [...new Set(held.map(assetIdOf).filter((asset) => asset !== null))],
    waits_for: waits
      .filter(({ waiting_id }) => waiting_id === id)
      .map((wait) => ({
        transaction: wait.blocking_id,
        table: tableOf(wait.lock_table),
        asset_id: assetIdOf(wait),
      })),
  };
}

const KINDS = ['SELECT', 'INSERT', 'UPDATE', 'DELETE', 'REPLACE', 'COMMIT', 'ROLLBACK', 'CALL'];

/** Nothing of a statement but its first word leaves the service: the rest may hold passwords and sessions. */
export function statementKind(sql: string | null): string | null {
  if (sql === null) return null;
  const word = /^[\s(]*(?:\/\*.*?\*\/\s*)?([a-z]+)/is.exec(sql)?.[1]?.toUpperCase() ?? '';
  if (!KINDS.includes(word)) return 'OTHER';
  return word === 'SELECT' && /\bfor\s+update\b/i.test(sql) ? 'SELECT FOR UPDATE' : word;
}

/** A record lock through the primary key has the key as its data: `7`, with blanks and `supremum` for what is no row. */
function assetIdOf({ lock_table, lock_index, lock_data }: LockedThing): number | null {
  const isAsset = tableOf(lock_table) === 'assets_asset' && lock_index === 'PRIMARY';
  return isAsset && lock_data !== null && /^\d{1,15}$/.test(lock_data) ? Number(lock_data) : null;
}

type LockedThing = Pick<LockRow, 'lock_table' | 'lock_index' | 'lock_data'>;

/** MariaDB writes `` `inventory`.`assets_asset` ``, MySQL the bare name. */
const tableOf = (name: string): string => /([^`.]+)`?$/.exec(name)?.[1] ?? name;
