import type { MigrationInterface, QueryRunner } from 'typeorm';
import { SchemaConflictError } from '../database.errors.js';
import type { DjangoModel } from '../django-schema/index.js';
import { ownTablesOf } from '../own-tables.js';
import { quotedName, type UserModel } from '../user-model.js';
import { assetTriggers, createTriggers } from './asset-triggers.js';
import { addModels } from './django-models.js';
import { tableOptions, usersOf } from './table-options.js';

const MODELS: readonly DjangoModel[] = [
  { appLabel: 'assets', model: 'asset', verboseName: 'asset' },
  { appLabel: 'assets', model: 'assetevent', verboseName: 'asset event' },
];

/**
 * The comment of our two tables, whose names a Django app `assets` would give as well: a start that was killed leaves some
 * of it behind, and the next one must know it from a table of somebody else.
 */
export const MADE_BY_US = 'Lockstep';

export const ASSETS_MIGRATION = 'Assets1700000000002';

const assetTable = (users: UserModel): string => `
  CREATE TABLE IF NOT EXISTS assets_asset (
    id bigint NOT NULL AUTO_INCREMENT,
    asset_tag varchar(64) NOT NULL,
    name varchar(255) NOT NULL,
    serial varchar(128) DEFAULT NULL,
    status varchar(20) NOT NULL DEFAULT 'in_stock',
    category varchar(120) NOT NULL DEFAULT '',
    manufacturer varchar(120) NOT NULL DEFAULT '',
    model varchar(120) NOT NULL DEFAULT '',
    site varchar(120) NOT NULL DEFAULT '',
    rack varchar(120) NOT NULL DEFAULT '',
    rack_unit smallint DEFAULT NULL,
    ip_address varchar(45) DEFAULT NULL,
    mac_address varchar(17) DEFAULT NULL,
    assigned_to_id ${users.facts.key.columnType} DEFAULT NULL,
    checked_out_at datetime(6) DEFAULT NULL,
    due_at datetime(6) DEFAULT NULL,
    purchased_on date DEFAULT NULL,
    warranty_until date DEFAULT NULL,
    cost decimal(12,2) DEFAULT NULL,
    notes longtext NOT NULL,
    custom json NOT NULL,
    version bigint NOT NULL DEFAULT 1,
    created_at datetime(6) NOT NULL DEFAULT CURRENT_TIMESTAMP(6),
    updated_at datetime(6) NOT NULL DEFAULT CURRENT_TIMESTAMP(6),
    PRIMARY KEY (id),
    UNIQUE KEY assets_asset_asset_tag_uniq (asset_tag),
    UNIQUE KEY assets_asset_serial_uniq (serial),
    KEY assets_asset_status_updated_idx (status, updated_at, id),
    KEY assets_asset_updated_idx (updated_at, id),
    KEY assets_asset_name_idx (name, id),
    KEY assets_asset_category_idx (category, id),
    KEY assets_asset_place_idx (site, rack, id),
    KEY assets_asset_assigned_to_idx (assigned_to_id),
    CONSTRAINT assets_asset_assigned_to_fk FOREIGN KEY (assigned_to_id)
      REFERENCES ${quotedName(users.facts.table)} (${quotedName(users.facts.columns.id)})
  )`;

// No foreign key to the asset: the history of a deleted asset stays. The position in the feed is given after the commit.
const eventTable = (users: UserModel): string => `
  CREATE TABLE IF NOT EXISTS assets_assetevent (
    id bigint NOT NULL AUTO_INCREMENT,
    asset_id bigint NOT NULL,
    asset_tag varchar(64) NOT NULL,
    kind varchar(20) NOT NULL,
    version bigint NOT NULL,
    actor_id ${users.facts.key.columnType} DEFAULT NULL,
    source varchar(20) NOT NULL,
    note varchar(500) DEFAULT NULL,
    changes json NOT NULL,
    created_at datetime(6) NOT NULL,
    position bigint DEFAULT NULL,
    PRIMARY KEY (id),
    UNIQUE KEY assets_assetevent_position_uniq (position),
    KEY assets_assetevent_asset_idx (asset_id, id)
  )`;

/** The inventory itself, its history, and the triggers that fill it for every writer. */
export function assetsMigration(version: string): new () => MigrationInterface {
  return class implements MigrationInterface {
    readonly name = ASSETS_MIGRATION;

    /** @throws SchemaConflictError when the names are taken */
    async up(runner: QueryRunner): Promise<void> {
      for (const table of ['assets_asset', 'assets_assetevent'])
        if (await isForeign(runner, table)) throw new SchemaConflictError(table);
      const users = usersOf(runner);
      const options = `${await tableOptions(runner)} COMMENT='${MADE_BY_US}'`;
      await runner.query(`${assetTable(users)} ${options}`);
      await runner.query(`${eventTable(users)} ${options}`);
      await createTriggers(runner, assetTriggers(ownTablesOf(runner.dataSource)));
      await addModels(runner, MODELS, version);
    }

    async down(runner: QueryRunner): Promise<void> {
      await runner.query('DROP TABLE assets_assetevent, assets_asset');
    }
  };
}

async function isForeign(runner: QueryRunner, table: string): Promise<boolean> {
  const rows = await runner.manager.query<{ remark: string }[]>(
    `SELECT table_comment AS remark FROM information_schema.tables
      WHERE table_schema = DATABASE() AND table_name = ?`,
    [table],
  );
  return rows.some(({ remark }) => remark !== MADE_BY_US);
}
