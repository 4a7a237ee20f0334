import { describe, expect, it } from 'vitest';
import { assetTriggers } from '../migrations/asset-triggers.js';
import { MIGRATION_NAMES } from '../migrations/index.js';
import { ownTables } from '../own-tables.js';
import type { DatabaseFacts, TriggerFacts } from './facts.js';
import { unmetRequirements } from './unmet.js';

const ALL = [...MIGRATION_NAMES.database, ...MIGRATION_NAMES.inventory];

const TRIGGERS: readonly TriggerFacts[] = assetTriggers(ownTables()).map((trigger) => ({
  ...trigger,
  state: 'seen',
  definer: 'web@%',
  definerExists: true,
}));

const absent = ({ name }: { name: string }): TriggerFacts => ({ name, state: 'missing' });

/** A database that keeps everything. */
const KEPT: DatabaseFacts = {
  database: 'shop',
  text: { charset: 'utf8mb4', collation: 'utf8mb4_unicode_ci' },
  variables: { log_bin: 'ON', binlog_format: 'ROW', log_bin_trust_function_creators: 'ON' },
  grants: ['GRANT ALL PRIVILEGES ON `shop`.* TO `web`@`%`'],
  denied: [],
  tables: [
    {
      name: 'assets_asset',
      engine: 'InnoDB',
      collation: 'utf8mb4_unicode_ci',
      comment: 'Lockstep',
    },
  ],
  triggers: TRIGGERS,
  userKey: { table: 'auth_user', columnType: 'int', kind: 'integer' },
  applied: ALL,
  own: ownTables(),
  strays: [],
};

/** As after a first look: nothing of ours is there. */
const FRESH: DatabaseFacts = {
  ...KEPT,
  tables: [],
  triggers: assetTriggers(ownTables()).map(absent),
  applied: null,
};

const distrust = { ...KEPT.variables, log_bin_trust_function_creators: 'OFF' };

const told = (facts: DatabaseFacts): string[] =>
  unmetRequirements(facts).map(({ area, level, message }) => `${area} ${level}: ${message}`);

/** The first trigger otherwise, the others as they are. */
const firstTrigger = (change: object): TriggerFacts[] =>
  TRIGGERS.map((trigger, at) => (at === 0 ? { ...trigger, ...change } : trigger));

const table = (change: object) => KEPT.tables.map((one) => ({ ...one, ...change }));

it.each([
  ['one that is up to date', KEPT],
  ['a site where Lockstep never ran', FRESH],
  ['a first start by an account with SUPER, which may always make triggers', superFacts()],
  [
    'triggers that are there already, whoever may make them',
    { ...KEPT, variables: distrust, grants: ['GRANT USAGE ON *.* TO `web`@`%`'] },
  ],
  [
    'a trigger with other white space, as a server or a dump writes it',
    {
      ...KEPT,
      triggers: TRIGGERS.map((one) =>
        one.state === 'seen' ? { ...one, statement: one.statement.replace(/\s+/g, '\n ') } : one,
      ),
    },
  ],
  [
    'a definer that this account may not look for',
    { ...KEPT, triggers: firstTrigger({ definerExists: null }) },
  ],
  [
    'a binary log by statement that is off',
    { ...KEPT, variables: { log_bin: 'OFF', binlog_format: 'STATEMENT' } },
  ],
  [
    'a latin1 database, whose texts are compared with ours',
    { ...KEPT, text: { charset: 'latin1', collation: 'latin1_swedish_ci' } },
  ],
] as [string, DatabaseFacts][])('finds nothing to say of %s', (_, facts) => {
  expect(told(facts)).toEqual([]);
});

it.each([
  [
    'a binary log by statement',
    { ...KEPT, variables: { ...KEPT.variables, binlog_format: 'STATEMENT' } },
    /^database problem: The server writes its binary log by statement/,
  ],
  [
    'a right that was refused',
    {
      ...KEPT,
      denied: [
        { table: 'django_session', right: 'DELETE' },
        { table: 'django_session', right: 'INSERT' },
      ],
    },
    /^database problem: The database user may not DELETE, INSERT on django_session$/,
  ],
  [
    'a right on the inventory',
    { ...KEPT, denied: [{ table: 'assets_asset', right: 'UPDATE' }] },
    /^inventory problem: The database user may not UPDATE on assets_asset$/,
  ],
  [
    'a table without row locks',
    { ...KEPT, tables: table({ name: 'auth_user', engine: 'MyISAM' }) },
    /^database problem: auth_user is kept by MyISAM/,
  ],
  [
    'a first migrate that failed half way',
    { ...FRESH, applied: [] },
    /^database problem: Migrations have not run: DjangoTables/,
    /^inventory problem: Migrations have not run: Assets/,
  ],
  [
    'a foreign table',
    { ...FRESH, applied: MIGRATION_NAMES.database, tables: table({ comment: '' }) },
    /^inventory problem: The names of the inventory's tables are taken: assets_asset, /,
  ],
  [
    'users with a UUID',
    {
      ...FRESH,
      userKey: { table: 'accounts_user', columnType: 'char(32)', kind: 'uuid' },
    },
    /^inventory problem: The inventory refers to users by a number, and the key of accounts_user is a UUID/,
  ],
  [
    'a server that trusts no maker of triggers, where some are to be made',
    { ...FRESH, variables: distrust },
    /^inventory problem: The inventory needs triggers; the server keeps a binary log/,
  ],
  [
    'rights to read only, before a first start',
    { ...FRESH, grants: ['GRANT SELECT ON `shop`.* TO `web`@`%`'] },
    /^database problem: The database user lacks INSERT, UPDATE, DELETE, CREATE, ALTER, INDEX, REFERENCES, TRIGGER on/,
  ],
  [
    'no right to triggers, before a first start',
    {
      ...FRESH,
      grants: [
        'GRANT SELECT, INSERT, UPDATE, DELETE, CREATE, ALTER, INDEX, REFERENCES ON `shop`.* TO `web`@`%`',
      ],
    },
    /^inventory problem: The database user lacks TRIGGER on the database$/,
  ],
  [
    'a missing trigger',
    { ...KEPT, triggers: [absent({ name: 'assets_asset_before_update' }), ...TRIGGERS.slice(1)] },
    /^inventory problem: Triggers of assets_asset are missing.*: assets_asset_before_update$/,
  ],
  [
    'a definer that is gone',
    { ...KEPT, triggers: firstTrigger({ definer: 'old@%', definerExists: false }) },
    /^inventory problem: The account old@%, in whose name .* is gone/,
  ],
  [
    'a trigger of another version',
    { ...KEPT, triggers: firstTrigger({ statement: 'SET NEW.version = 1' }) },
    /^inventory warning: Triggers of assets_asset are not those of this version: assets_asset_before_insert$/,
  ],
  [
    'a trigger at another time',
    { ...KEPT, triggers: firstTrigger({ timing: 'AFTER' }) },
    /^inventory warning: .* not those of this version/,
  ],
  [
    'triggers that may not be seen',
    { ...KEPT, triggers: TRIGGERS.map(({ name }) => ({ name, state: 'hidden' })) },
    /^inventory warning: The database user may not see the triggers/,
  ],
  [
    'another collation than the database',
    { ...KEPT, tables: table({ collation: 'utf8mb4_general_ci' }) },
    /^inventory warning: assets_asset is in utf8mb4_general_ci, the database in utf8mb4_unicode_ci/,
  ],
] as [string, DatabaseFacts, ...RegExp[]][])('names %s', (_, facts, ...messages) => {
  expect(told(facts)).toEqual(messages.map((message) => expect.stringMatching(message) as string));
});

describe('of a failed first migrate', () => {
  it('says the reason where it is known, and of the migrations only those without one', () => {
    const facts = { ...FRESH, applied: [], variables: distrust };
    expect(told(facts)).toEqual([
      expect.stringMatching(/^inventory problem: The inventory needs triggers/),
      expect.stringMatching(/^database problem: Migrations have not run/),
    ]);
  });
});

function superFacts(): DatabaseFacts {
  return { ...FRESH, variables: distrust, grants: ['GRANT ALL PRIVILEGES ON *.* TO `root`@`%`'] };
}
