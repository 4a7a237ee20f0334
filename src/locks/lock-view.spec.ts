import { expect, it } from 'vitest';
import { statementKind, toTransactionView } from './lock-view.js';

const transaction = {
  id: '9',
  connection: 21,
  age_seconds: 3,
  is_waiting: 1,
  statement: "UPDATE auth_user SET password = 'x'",
  rows_locked: 2,
  rows_changed: 1,
} as const;

it.each([
  ['`inventory`.`assets_asset`', 'as MariaDB names the table'],
  ['assets_asset', 'as MySQL does'],
])('reads asset ids from locks on %s, %s', (lock_table) => {
  const on = { lock_table, lock_index: 'PRIMARY', transaction_id: '9', is_granted: 1 } as const;
  const view = toTransactionView(
    transaction,
    [
      { ...on, lock_data: '7' },
      { ...on, lock_data: '7' },
      { ...on, lock_data: 'supremum pseudo-record' },
      { ...on, lock_index: 'assets_asset_name_idx', lock_data: "'a', 8" },
      { ...on, is_granted: 0, lock_data: '9' },
      { ...on, transaction_id: '10', lock_data: '10' },
    ],
    [
      { ...on, waiting_id: '9', blocking_id: '10', lock_data: '9' },
      { ...on, waiting_id: '10', blocking_id: '9', lock_data: '7' },
    ],
  );
  expect(view).toMatchObject({
    statement: 'UPDATE',
    is_waiting: true,
    asset_ids: [7],
    waits_for: [{ transaction: '10', table: 'assets_asset', asset_id: 9 }],
  });
  expect(JSON.stringify(view)).not.toContain('password');
});

it.each([
  [null, null],
  ['select 1', 'SELECT'],
  ['  /* x */ SELECT id FROM t FOR  UPDATE', 'SELECT FOR UPDATE'],
  ['(SELECT 1)', 'SELECT'],
  ['COMMIT', 'COMMIT'],
  ["SET PASSWORD = 'x'", 'OTHER'],
  ['', 'OTHER'],
])('shows of %j only %j', (sql, kind) => {
  expect(statementKind(sql)).toBe(kind);
});
