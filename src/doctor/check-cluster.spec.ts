import { expect, test } from 'vitest';
import { DJANGO_USER, ownTables } from '../database/index.js';
import { checkCluster } from './check-cluster.js';
import type { ServerSurvey, Survey, TableSurvey } from './survey.js';

const GROUP = {
  group_replication_group_name: '0b1c2d3e-0000-4000-8000-000000000001',
  group_replication_single_primary_mode: 'ON',
  group_replication_enforce_update_everywhere_checks: 'OFF',
};
const PRIMARIES = { ...GROUP, group_replication_single_primary_mode: 'OFF' };
const CHECKED = { ...PRIMARIES, group_replication_enforce_update_everywhere_checks: 'ON' };
const GALERA = { wsrep_on: 'ON' };
const ONLINE = { state: 'ONLINE', members: 3, unreachable: 1 };

const NO_FACTS: Survey['facts'] = {
  ...{
    database: 'shop',
    text: { charset: '', collation: '' },
    variables: {},
    grants: [],
    denied: [],
  },
  ...{ tables: [], triggers: [], applied: null },
  userKey: { table: 'auth_user', ...DJANGO_USER.facts.key },
  own: ownTables(),
  strays: [],
};

interface Parts {
  readonly group?: ServerSurvey['group'];
  readonly tables?: TableSurvey[];
  readonly keyless?: string[];
  readonly cascades?: Survey['cascades'];
}

/** What is said, without what is good. */
function said(variables: Record<string, string>, parts: Parts): string[] {
  const { group = ONLINE, tables = [], keyless = [], cascades = [] } = parts;
  const server: ServerSurvey = {
    ...{ version: '8.4.0', database: 'shop', utcNow: '', hasTimeZoneTables: true },
    ...{ variables, group },
  };
  const survey: Survey = {
    ...{ now: new Date(0), server, tables, keyless, cascades, users: [], sessions: [] },
    ...{ userModel: DJANGO_USER, userModelFault: undefined },
    ...{ djangoMigrations: null, unreadable: [], facts: NO_FACTS },
  };
  return checkCluster(survey)
    .filter(({ level }) => level !== 'good')
    .map(({ level, message, remedy = '' }) => `${level}: ${message}. ${remedy}`);
}

const myisam = (name: string): TableSurvey => ({ name, engine: 'MyISAM', columns: [] });
const cascade = (table: string, refersTo: string) => ({
  ...{ table, refersTo, constraint: `${table}_fk` },
});

test('a server alone is asked nothing, whatever its tables are', () => {
  const everything = {
    ...{ group: null, keyless: ['a'], tables: [myisam('b')] },
    cascades: [cascade('c', 'd')],
  };
  expect(said({}, everything)).toEqual([]);
  expect(said({ group_replication_group_name: '', wsrep_on: 'OFF' }, everything)).toEqual([]);
});

test('a member that works and tables that every group takes are good', () => {
  expect(said(CHECKED, { tables: [{ name: 'a', engine: 'InnoDB', columns: [] }] })).toEqual([]);
});

test('a group refuses tables without a key, and those that InnoDB does not keep', () => {
  const [keys = '', engines = '', ...others] = said(GROUP, {
    ...{ keyless: ['log'], tables: [myisam('words')] },
  });
  expect(keys).toMatch(/^warning: No primary key in log, .*refuses.* ALTER TABLE log ADD/);
  expect(engines).toMatch(
    /^warning: .*InnoDB: words, .*refuses.* ALTER TABLE words ENGINE=InnoDB;/,
  );
  expect(others).toEqual([]);
});

test('a table that we write makes a problem of it', () => {
  expect(said(GROUP, { keyless: ['django_session'] })).toEqual([
    expect.stringMatching(/^problem: No primary key in django_session/),
  ]);
});

test('a cascading key is refused where the group checks for it, with the table it leads to', () => {
  const cascades = [cascade('profile', 'auth_user')];
  expect(said(CHECKED, { cascades })).toEqual([
    expect.stringMatching(
      /^problem: .*refuses to write profile, auth_user: .*DROP FOREIGN KEY profile_fk;/,
    ),
  ]);
  expect(said(CHECKED, { cascades: [cascade('a', 'b')] })).toEqual([
    expect.stringMatching(/^warning: .*refuses to write a, b/),
  ]);
});

test('without the checks several primaries overlook its conflicts, and one primary has none', () => {
  const cascades = [cascade('profile', 'auth_user')];
  expect(said(PRIMARIES, { cascades })).toEqual([
    expect.stringMatching(/^warning: .*overlooks conflicts in profile, auth_user/),
  ]);
  expect(said(GROUP, { cascades })).toEqual([]);
});

test('Galera takes cascades, and says nothing of what it does not copy', () => {
  const [keys = '', engines = '', ...others] = said(GALERA, {
    ...{ keyless: ['log'], tables: [myisam('words')], cascades: [cascade('a', 'b')] },
  });
  expect(keys).toMatch(/^warning: No primary key in log, .*Galera/);
  expect(engines).toMatch(/^warning: .*words, .*does not copy/);
  expect(others).toEqual([]);
});

test.each([
  [{ state: 'ERROR', members: 1, unreachable: 0 }, /^problem: The server is ERROR in its/],
  [{ state: 'ONLINE', members: 3, unreachable: 2 }, /^problem: The server sees 1 of the 3 members/],
  [null, /^warning: .*may not see its members.*GRANT SELECT ON performance_schema/],
])('a member that sees its group so: %j', (group, expected) => {
  expect(said(GROUP, { group })).toEqual([expect.stringMatching(expected)]);
});
