import { expect, test } from 'vitest';
import { standingOf } from './group-member.js';

test.each([
  ['ONLINE', 3, 0, 'ONLINE'],
  ['ONLINE', 3, 1, 'ONLINE'],
  ['ONLINE', 3, 2, 'MINORITY'],
  ['ONLINE', 4, 2, 'MINORITY'],
  ['ONLINE', 1, 0, 'ONLINE'],
  ['RECOVERING', 3, 0, 'RECOVERING'],
  ['ERROR', 1, 0, 'ERROR'],
  ['OFFLINE', 1, 0, 'OFFLINE'],
])(
  'a member that is %s and one of %i, of which it misses %i, is %s',
  (state, members, unreachable, standing) => {
    expect(standingOf({ state, members, unreachable })).toBe(standing);
  },
);
