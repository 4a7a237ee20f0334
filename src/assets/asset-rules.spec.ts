import { expect, it } from 'vitest';
import { canBeCheckedOut, checkedIn, isWithoutHolder, nextStatuses } from './asset-rules.js';
import { ASSET_STATUSES } from './asset.model.js';

it('lets an asset go these ways and no others', () => {
  const table = Object.fromEntries(ASSET_STATUSES.map((status) => [status, nextStatuses(status)]));
  expect(table).toEqual({
    in_stock: ['deployed', 'maintenance', 'retired', 'lost'],
    deployed: ['in_stock', 'maintenance', 'retired', 'lost'],
    maintenance: ['in_stock', 'deployed', 'retired', 'lost'],
    retired: ['in_stock'],
    lost: ['in_stock', 'deployed', 'retired'],
  });
});

it('knows no way out of a status that is not ours', () => {
  expect(nextStatuses('sold')).toEqual([]);
  expect(nextStatuses('constructor')).toEqual([]);
});

it('hands out only what is in stock', () => {
  expect(ASSET_STATUSES.filter((status) => canBeCheckedOut({ status }))).toEqual(['in_stock']);
});

it('knows no holder of what is in stock or retired', () => {
  expect(ASSET_STATUSES.filter(isWithoutHolder)).toEqual(['in_stock', 'retired']);
});

it.each([
  ['deployed', 'in_stock'],
  ['lost', 'in_stock'],
  ['maintenance', 'maintenance'],
] as const)(
  'puts what is given back while %s into %s, without holder and dates',
  (status, then) => {
    const free = { assigned_to_id: null, checked_out_at: null, due_at: null };
    expect(checkedIn({ status })).toEqual({ status: then, ...free });
  },
);
