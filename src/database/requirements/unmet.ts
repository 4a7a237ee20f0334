import { ASSETS_MIGRATION, MADE_BY_US } from '../migrations/assets.js';
import { assetTriggers } from '../migrations/asset-triggers.js';
import { MIGRATION_NAMES } from '../migrations/index.js';
import { ownCollation, siteMarkOf } from '../migrations/table-options.js';
import { isOwnTable, type OwnTables } from '../own-tables.js';
import { quotedName } from '../user-model.js';
import type { DatabaseFacts, TriggerFacts } from './facts.js';
import { OTHER_RIGHTS, READ_WRITE } from './needed-rights.js';
import { Rights } from './rights.js';

/** Something that the service relies on and the database does not keep. */
export interface Unmet {
  /** `inventory`: everything else works without it. */
  readonly area: 'database' | 'inventory';
  /** `warning`: it works, but somebody should know. */
  readonly level: 'problem' | 'warning';
  readonly message: string;
  /** What to run or to set. */
  readonly remedy: string;
  /** Nothing is to be tried before that is done. */
  readonly hinders?: true;
  /** A migration that has not run. */
  readonly isPending?: true;
}

/** For the migrations: tables and their foreign keys. */
const MAKE_TABLES: readonly string[] = ['CREATE', 'ALTER', 'INDEX', 'REFERENCES'];

/** What migrations and requests need in a database of our own. */
export const SCHEMA_RIGHTS: readonly string[] = [...READ_WRITE, 'CREATE', 'ALTER', 'INDEX'];

const INVENTORY_TABLES = ['assets_asset', 'assets_assetevent'];

/** Everything that is wrong; each with one sentence on what it is and one on what to do. */
export function unmetRequirements(facts: DatabaseFacts): Unmet[] {
  const reasons = [
    ...checkBinaryLog(facts),
    ...checkOwnSchema(facts),
    ...checkRights(facts),
    ...checkEngines(facts),
    ...checkNames(facts),
    ...checkUserKey(facts),
    ...checkTriggerRight(facts),
    ...checkMigrationRights(facts),
    ...(isApplied(facts, ASSETS_MIGRATION) ? checkTriggers(facts) : []),
    ...checkCollation(facts),
  ];
  return [...reasons, ...checkMigrations(facts, reasons)];
}

/** Each of our transactions is READ COMMITTED, whose changes InnoDB writes to a binary log by row only (error 1665). */
function checkBinaryLog({ variables }: DatabaseFacts): Unmet[] {
  if (variables.log_bin !== 'ON' || variables.binlog_format !== 'STATEMENT') return [];
  return [
    {
      area: 'database',
      level: 'problem',
      message:
        'The server writes its binary log by statement, so it refuses every write of a transaction that is READ COMMITTED',
      remedy:
        "SET GLOBAL binlog_format = 'ROW'; and the same in the server's configuration. Connections that are open keep the old format: restart Lockstep.",
      hinders: true,
    },
  ];
}

/**
 * Tables of an installation that had none of its own: with new ones beside them the positions of events would begin anew, and
 * leases and Idempotency-Keys be forgotten. And those of another site: rows of both would be taken for one another.
 */
function checkOwnSchema({ own, strays, tables, database }: DatabaseFacts): Unmet[] {
  if (own.schema === undefined) return [];
  const schema = own.schema;
  const counter = tables.find(({ name }) => name === 'lockstep_counter');
  if (counter && counter.comment !== '' && counter.comment !== siteMarkOf(database))
    return [
      {
        area: 'database',
        level: 'problem',
        message: `LOCKSTEP_SCHEMA=${schema} has the tables of another site (${counter.comment})`,
        remedy: `Name another database, one for each site. Where the site's database was renamed: ALTER TABLE ${own.counter} COMMENT = '${siteMarkOf(database)}';`,
        hinders: true,
      },
    ];
  if (strays.length === 0) return [];
  const here = strays.map((name) => `${quotedName(database)}.${name}`);
  if (counter)
    return [
      {
        area: 'database',
        level: 'warning',
        message: `Tables of Lockstep that are not used are in the site's database: ${strays.join(', ')}`,
        remedy: `A start without LOCKSTEP_SCHEMA made them. DROP TABLE ${here.join(', ')};`,
      },
    ];
  const moves = strays.map((name, at) => `${here[at]} TO ${quotedName(schema)}.${name}`);
  return [
    {
      area: 'database',
      level: 'problem',
      message: `LOCKSTEP_SCHEMA=${schema}, and the tables of Lockstep are in the site's database still`,
      remedy: `Stop every process of Lockstep, then move them: RENAME TABLE ${moves.join(', ')};`,
      hinders: true,
    },
  ];
}

/** Before the first start the rights on the whole database count, which its migrations need. */
function checkRights(facts: DatabaseFacts): Unmet[] {
  if (isPending(facts)) return [];
  const { denied } = facts;
  return [...new Set(denied.map(({ table }) => table))].map((table) => {
    const rights = denied.filter((one) => one.table === table).map(({ right }) => right);
    return {
      area: areaOf(table),
      level: 'problem',
      message: `The database user may not ${rights.join(', ')} on ${table}`,
      remedy: grantOf(rights, `${quotedName(placeOf(table, facts))}.${quotedName(table)}`),
    };
  });
}

function checkEngines({ tables }: DatabaseFacts): Unmet[] {
  return tables
    .filter(({ engine }) => engine.toLowerCase() !== 'innodb')
    .map(({ name, engine }) => ({
      area: areaOf(name),
      level: 'problem',
      message: `${name} is kept by ${engine}, which knows neither row locks nor transactions`,
      remedy: `ALTER TABLE ${name} ENGINE=InnoDB;`,
    }));
}

/**
 * Nothing to say where Lockstep never ran, because the first start makes everything; nor of an inventory whose reason was
 * found.
 */
function checkMigrations(facts: DatabaseFacts, reasons: readonly Unmet[]): Unmet[] {
  if (facts.applied === null) return [];
  const areas = (['database', 'inventory'] as const).filter(
    (area) => area === 'database' || !reasons.some((unmet) => isProblemOf(unmet, area)),
  );
  return areas.flatMap((area): Unmet[] => {
    const pending = MIGRATION_NAMES[area].filter((name) => !isApplied(facts, name));
    if (pending.length === 0) return [];
    return [
      {
        area,
        level: 'problem',
        message: `Migrations have not run: ${pending.join(', ')}`,
        remedy: 'npm run manage -- migrate, or a restart of Lockstep; both say what hinders them.',
        isPending: true,
      },
    ];
  });
}

export const isProblemOf = ({ area, level }: Unmet, of: Unmet['area']): boolean =>
  area === of && level === 'problem';

/** For a log line, an error and `/health/ready`. */
export const sentencesOf = (unmet: readonly Unmet[]): string =>
  unmet.map(({ message, remedy }) => `${message}. ${remedy}`).join(' ');

function checkNames(facts: DatabaseFacts): Unmet[] {
  if (isApplied(facts, ASSETS_MIGRATION)) return [];
  const taken = facts.tables
    .filter(({ name, comment }) => INVENTORY_TABLES.includes(name) && comment !== MADE_BY_US)
    .map(({ name }) => name);
  if (taken.length === 0) return [];
  return [
    {
      area: 'inventory',
      level: 'problem',
      message: `The names of the inventory's tables are taken: ${taken.join(', ')}, which Lockstep has not made`,
      remedy:
        'An app of the site uses these names. Rename its tables (db_table), or leave the inventory out with LOCKSTEP_INVENTORY=off.',
      hinders: true,
    },
  ];
}

/** `assets_asset.assigned_to_id` and the history refer to users, in columns of integers. */
function checkUserKey({ userKey: { table, columnType, kind } }: DatabaseFacts): Unmet[] {
  if (kind === 'integer') return [];
  return [
    {
      area: 'inventory',
      level: 'problem',
      message: `The inventory refers to users by a number, and the key of ${table} is a UUID (${columnType})`,
      remedy: 'Leave the inventory out with LOCKSTEP_INVENTORY=off; everything else works.',
      hinders: true,
    },
  ];
}

/** With a binary log the server wants SUPER for a trigger (error 1419), or to be told to trust whoever makes one. */
function checkTriggerRight(facts: DatabaseFacts): Unmet[] {
  const { variables, grants, database, triggers, own } = facts;
  const isDistrusted =
    variables.log_bin === 'ON' && variables.log_bin_trust_function_creators === 'OFF';
  if (!isDistrusted || !triggers.some((one) => needsRepair(one, own))) return [];
  if (new Rights(grants, database).hasGlobal('SUPER')) return [];
  return [
    {
      area: 'inventory',
      level: 'problem',
      message:
        'The inventory needs triggers; the server keeps a binary log and refuses those of accounts without SUPER',
      remedy:
        "SET GLOBAL log_bin_trust_function_creators = 1; (and in the server's configuration), then restart Lockstep. Without an inventory: LOCKSTEP_INVENTORY=off.",
      hinders: true,
    },
  ];
}

/** Of an installation whose migrations have run. */
function checkTriggers({ triggers, own }: DatabaseFacts): Unmet[] {
  const findings: Unmet[] = checkTriggersWork(triggers);
  const other = triggers.filter((one) => isOfOtherVersion(one, own)).map(({ name }) => name);
  if (other.length > 0)
    findings.push({
      area: 'inventory',
      level: 'warning',
      message: `Triggers of assets_asset are not those of this version: ${other.join(', ')}`,
      remedy: `${REPAIR} Another version of Lockstep that still runs has made them, or somebody changed them.`,
    });
  if (triggers.some(({ state }) => state === 'hidden'))
    findings.push({
      area: 'inventory',
      level: 'warning',
      message:
        'The database user may not see the triggers of assets_asset, so nobody can tell whether they are right',
      remedy: 'GRANT TRIGGER on assets_asset to it; then every start also repairs them.',
    });
  return findings;
}

export const REPAIR = 'npm run manage -- migrate, or a restart of Lockstep, makes them anew.';

/** Whether all of them are there and have somebody in whose name they run (else error 1449). */
export function checkTriggersWork(triggers: readonly TriggerFacts[]): Unmet[] {
  const missing = triggers.filter(({ state }) => state === 'missing').map(({ name }) => name);
  const gone = triggers.filter(hasLostDefiner);
  const findings: Unmet[] = [];
  if (missing.length > 0)
    findings.push({
      area: 'inventory',
      level: 'problem',
      message: `Triggers of assets_asset are missing, so versions and history stand still: ${missing.join(', ')}`,
      remedy: REPAIR,
    });
  if (gone.length > 0)
    findings.push({
      area: 'inventory',
      level: 'problem',
      message: `The account ${[...new Set(gone.map(({ definer }) => definer))].join(', ')}, in whose name the triggers of assets_asset run, is gone, so every write fails`,
      remedy: REPAIR,
    });
  return findings;
}

/** The triggers that a start makes anew. */
export const needsRepair = (trigger: TriggerFacts, own: OwnTables): boolean =>
  trigger.state === 'missing' || hasLostDefiner(trigger) || isOfOtherVersion(trigger, own);

type SeenTrigger = Extract<TriggerFacts, { state: 'seen' }>;

const hasLostDefiner = (trigger: TriggerFacts): trigger is SeenTrigger =>
  trigger.state === 'seen' && trigger.definerExists === false;

/** By what it does: when it runs, and its text, whatever its white space. */
function isOfOtherVersion(trigger: TriggerFacts, own: OwnTables): boolean {
  if (trigger.state !== 'seen') return false;
  const ours = assetTriggers(own).find(({ name }) => name === trigger.name);
  return (
    trigger.timing !== ours?.timing ||
    trigger.event !== ours.event ||
    normalised(trigger.statement) !== normalised(ours.statement)
  );
}

const normalised = (sql: string): string => sql.replace(/\s+/g, ' ').trim();

/** Two collations of utf8mb4 cannot be compared; every other pair that can come up is. */
function checkCollation({ tables, text }: DatabaseFacts): Unmet[] {
  const wanted = ownCollation(text);
  const { collation = wanted } = tables.find(({ name }) => name === 'assets_asset') ?? {};
  if (wanted === null || collation === wanted || collation === null) return [];
  return [
    {
      area: 'inventory',
      level: 'warning',
      message: `assets_asset is in ${collation}, the database in ${text.collation}: a join of asset_tag with a table of the site fails (error 1267)`,
      remedy: `ALTER TABLE assets_asset CONVERT TO CHARACTER SET utf8mb4 COLLATE ${wanted}; and the same for assets_assetevent, or name a COLLATE in the join.`,
    },
  ];
}

/**
 * What the migrations and the repair of triggers need, as far as the grants show it. A start does not ask this but tries:
 * rights can come to an account in ways that its grants do not show.
 */
function checkMigrationRights(facts: DatabaseFacts): Unmet[] {
  const { grants, database, triggers, own } = facts;
  const isFirst = isPending(facts);
  const elsewhere = isFirst ? checkSchemaRights(facts) : [];
  const makesTables = isFirst && makesTablesOfSite(facts);
  const hasInventory = MIGRATION_NAMES.inventory.every((name) => isApplied(facts, name));
  const rights = new Rights(grants, database);
  const missing = [
    ...(makesTables ? rights.missing([...READ_WRITE, ...MAKE_TABLES]) : []),
    ...(!makesTables && !hasInventory ? rights.missing(MAKE_TABLES) : []),
    ...(!hasInventory || triggers.some((one) => needsRepair(one, own))
      ? rights.missing(['TRIGGER'])
      : []),
  ];
  if (missing.length === 0) return elsewhere;
  return [
    ...elsewhere,
    {
      area: makesTables && missing[0] !== 'TRIGGER' ? 'database' : 'inventory',
      level: 'problem',
      message: `The database user lacks ${missing.join(', ')} on the database`,
      remedy: grantOf(missing, `${quotedName(database)}.*`),
    },
  ];
}

/** Where ours are elsewhere, those of Django are made on a database without any. */
const makesTablesOfSite = ({ own, tables }: DatabaseFacts): boolean =>
  own.schema === undefined || !tables.some(({ name }) => name === 'django_session');

function checkSchemaRights({ grants, own: { schema } }: DatabaseFacts): Unmet[] {
  if (schema === undefined) return [];
  const missing = new Rights(grants, schema).missing(SCHEMA_RIGHTS);
  if (missing.length === 0) return [];
  return [
    {
      area: 'database',
      level: 'problem',
      message: `The database user lacks ${missing.join(', ')} on ${schema}, the database of LOCKSTEP_SCHEMA`,
      remedy: grantOf(missing, `${quotedName(schema)}.*`),
    },
  ];
}

/** The database that a table is in, or is to be. */
const placeOf = (table: string, { own, database }: DatabaseFacts): string =>
  isOwnTable(table) ? (own.schema ?? database) : database;

const grantOf = (rights: readonly string[], scope: string): string =>
  `GRANT ${rights.join(', ')} ON ${scope} TO the user of DATABASE_URL; (as an administrator)`;

const areaOf = (table: string): Unmet['area'] =>
  OTHER_RIGHTS.find((needed) => needed.table === table)?.area ?? 'database';

const isPending = (facts: DatabaseFacts): boolean =>
  MIGRATION_NAMES.database.some((name) => !isApplied(facts, name));

const isApplied = ({ applied }: DatabaseFacts, name: string): boolean =>
  applied?.includes(name) ?? false;
