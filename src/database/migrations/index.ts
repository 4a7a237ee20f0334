import type { MigrationInterface } from 'typeorm';
import { assetsMigration } from './assets.js';
import { AssetTagCounter1700000000003 } from './asset-tag-counter.js';
import { ClusterJobs1700000000004 } from './cluster-jobs.js';
import { djangoTablesMigration } from './django-tables.js';
import { Events1700000000008 } from './events.js';
import { LeaseSince1700000000010 } from './lease-since.js';
import { RowLeases1700000000009 } from './row-leases.js';

type Migration = new () => MigrationInterface;

/** What every part of the service needs, for the Django of this version. */
const databaseMigrations = (version: string): Migration[] => [
  djangoTablesMigration(version),
  AssetTagCounter1700000000003,
  ClusterJobs1700000000004,
  Events1700000000008,
  RowLeases1700000000009,
  LeaseSince1700000000010,
];

/** What only the inventory needs. */
const inventoryMigrations = (version: string): Migration[] => [assetsMigration(version)];

/** Every migration, for the Django of this version. TypeORM orders them by the number in the name. */
export const migrationsFor = (version: string): Migration[] => [
  ...databaseMigrations(version),
  ...inventoryMigrations(version),
];

const namesOf = (migrations: readonly Migration[]): string[] =>
  migrations.map((migration) => new migration().name ?? migration.name);

/** The names that stand in `lockstep_migrations` once all have run; they are the same for every Django. */
export const MIGRATION_NAMES = {
  database: namesOf(databaseMigrations('5.2')),
  inventory: namesOf(inventoryMigrations('5.2')),
} as const;
