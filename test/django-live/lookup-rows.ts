import type { TestDatabase } from '../support/database.js';
import { newUser } from '../support/users.js';

/** Texts that a collation, LIKE and a regular expression see differently. */
export const TEXTS = [
  'Alpha',
  'alpha',
  'ALPHA ',
  'alpha 50%',
  'a%b',
  'a_b',
  'aXb',
  'a\\b',
  '%',
  '_',
  '',
  ' ',
  'été',
  'ETE',
  'straße',
  'STRASSE',
  '日本',
  '😀 rack',
  "o'brien",
  'İstanbul',
];

export const TIMES = [
  '2024-12-29 23:59:59.999999',
  '2024-12-30 00:00:00.000000',
  '2024-12-31 23:59:59.999999',
  '2025-01-01 00:00:00.000000',
  '2025-01-01 00:00:00.000001',
  '2025-03-31 12:30:15.500000',
  '2026-01-01 08:00:00.000000',
  '2026-06-15 23:05:09.123456',
];

export const DATES = [
  '2024-12-29',
  '2024-12-30',
  '2024-12-31',
  '2025-01-01',
  '2025-03-31',
  '2026-01-01',
  '2026-06-15',
];

const DOCUMENTS: readonly object[] = [
  {},
  { rack: { row: 3 }, tags: ['prod', 'eu'] },
  { rack: { row: 10 }, tags: ['PROD'] },
  { rack: { row: '3' }, note: 'Alpha 50%' },
  { rack: { row: null }, note: 'alpha' },
  { rack: { row: 1.5 }, note: 'a_b' },
  { rack: [], tags: [] },
  { rack: null, note: '' },
  { note: 'a"b', tags: ['a,b', 7, null, true] },
  { flag: true, note: 'été' },
  { flag: false, tags: [{ deep: 1 }] },
  { 'a key': 1, note: 'a\\b' },
];

const ADDRESSES = ['10.0.0.1', '10.0.0.12', '192.168.1.1', 'fe80::1', '2001:db8::5'];
const ROWS = 90;

/** The n-th of them, over and over. */
const nth = <T>(items: readonly T[], n: number): T => items[n % items.length] as T;
const orNull = <T>(value: T, n: number, every: number): T | null =>
  n % every === 0 ? null : value;

/** Two users and rows in which every value of the pools stands beside many others. @returns the ids of the users */
export async function insertRows(db: TestDatabase): Promise<number[]> {
  const alice = await newUser(db, { username: 'alice' });
  const bob = await newUser(db, { username: 'Bob_50%' });
  await db.query('UPDATE auth_user SET is_active = 0, first_name = ? WHERE id = ?', ['été', bob]);
  const rows = Array.from({ length: ROWS }, (_, n) => rowOf(n, [alice, bob]));
  await db.query(`INSERT INTO assets_asset (${Object.keys(rows[0] ?? {}).join(', ')}) VALUES ?`, [
    rows.map((row) => Object.values(row)),
  ]);
  return [alice, bob];
}

function rowOf(n: number, users: readonly number[]) {
  return {
    asset_tag: `T-${n}`,
    name: nth(TEXTS, n),
    serial: orNull(`${nth(TEXTS, n * 7)}-${n}`, n, 4),
    status: nth(['in_stock', 'deployed', 'lost'], n),
    site: nth(TEXTS, n * 3 + 1),
    rack_unit: orNull((n % 9) - 2, n, 5),
    ip_address: orNull(nth(ADDRESSES, n), n, 3),
    mac_address: orNull(`00:1A:2B:3C:4D:${String(n % 6).padStart(2, '0')}`, n, 2),
    assigned_to_id: orNull(nth(users, n >> 1), n, 3),
    due_at: orNull(nth(TIMES, n), n, 6),
    purchased_on: orNull(nth(DATES, n), n, 7),
    cost: orNull((n % 11) * 12.25 - 10, n, 8),
    notes: nth(TEXTS, n * 11 + 4),
    custom: JSON.stringify(nth(DOCUMENTS, n)),
  };
}
