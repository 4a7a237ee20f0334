import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { FakeMember } from '../../test/support/fake-member.js';
import { DatabaseUnavailableError } from './database.errors.js';
import { GroupMember, standingOf } from './group-member.js';

let fake: FakeMember;

beforeEach(() => {
  vi.useFakeTimers();
  fake = new FakeMember();
});

afterEach(() => vi.useRealTimers());

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

test('a member that lost the others is a database that is away, and one that has them back is not', async () => {
  const member = new GroupMember(fake.dataSource);
  await member.assertServing();
  fake.view = { state: 'ONLINE', members: 3, unreachable: 2 };
  vi.advanceTimersByTime(1001);
  await expect(member.assertServing()).rejects.toThrow(DatabaseUnavailableError);
  fake.view = { state: 'ONLINE', members: 1, unreachable: 0 };
  vi.advanceTimersByTime(1001);
  await member.assertServing();
});

test('requests of the same second share one look, also while it is under way', async () => {
  const member = new GroupMember(fake.dataSource);
  await Promise.all([member.assertServing(), member.assertServing()]);
  await member.assertServing();
  expect(fake.sent).toEqual(['look']);
});

test('a database user who may not look is served all the same, and not asked again', async () => {
  fake.failing = { matches: /replication_group_members/, errno: 1142 };
  const member = new GroupMember(fake.dataSource);
  await member.assertServing();
  vi.advanceTimersByTime(1001);
  await member.assertServing();
  expect(fake.sent).toEqual(['look']);
});

test('a look that fails is no good sign', async () => {
  fake.failing = { matches: /replication_group_members/, errno: 3032 };
  await expect(new GroupMember(fake.dataSource).assertServing()).rejects.toThrow('refused');
});
