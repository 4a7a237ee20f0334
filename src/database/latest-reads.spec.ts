import { beforeEach, expect, test } from 'vitest';
import { FakeMember } from '../../test/support/fake-member.js';
import { DatabaseUnavailableError } from './database.errors.js';
import { latestReads } from './latest-reads.js';
import { UNKNOWN_SERVER } from './server-kind.js';

const SELECT = 'SELECT session_data FROM django_session';
const BEFORE = `SET SESSION group_replication_consistency = 'BEFORE'`;
const DEFAULT = 'SET SESSION group_replication_consistency = DEFAULT';

let fake: FakeMember;

beforeEach(() => {
  fake = new FakeMember();
});

const onGroup = () => latestReads(fake.dataSource, { ...UNKNOWN_SERVER, isGroupMember: true });

test('on a group the read waits for the others, and nothing after it does', async () => {
  expect(await onGroup().rows(SELECT, [])).toEqual([{ sql: SELECT }]);
  expect(fake.sent).toEqual(['look', BEFORE, SELECT, DEFAULT, 'release']);
});

test('a connection on which the read failed is not used again', async () => {
  fake.failing = { matches: /session_data/, errno: 3796 };
  await expect(onGroup().rows(SELECT, [])).rejects.toThrow('refused');
  expect(fake.sent).toEqual(['look', BEFORE, SELECT, 'destroy']);
});

test('in a minority, where the wait has no end, nothing is sent', async () => {
  fake.view = { state: 'ONLINE', members: 3, unreachable: 2 };
  await expect(onGroup().rows(SELECT, [])).rejects.toThrow(DatabaseUnavailableError);
  expect(fake.sent).toEqual(['look']);
});

test('on Galera the statement itself waits, and on a server alone it is as it was', async () => {
  await latestReads(fake.dataSource, { ...UNKNOWN_SERVER, isGalera: true }).rows(SELECT, []);
  await latestReads(fake.dataSource, UNKNOWN_SERVER).rows(SELECT, []);
  expect(fake.sent).toEqual([`SET STATEMENT wsrep_sync_wait = 1 FOR ${SELECT}`, SELECT]);
});
