import type { MigrationInterface } from 'typeorm';
import { assetsMigration } from './assets.js';
import { AssetTagCounter1700000000003 } from './asset-tag-counter.js';
import { ClusterJobs1700000000004 } from './cluster-jobs.js';
import { djangoTablesMigration } from './django-tables.js';

/** Every migration in its order, for the Django of this version. */
export function migrationsFor(version: string): (new () => MigrationInterface)[] {
  return [
    djangoTablesMigration(version),
    assetsMigration(version),
    AssetTagCounter1700000000003,
    ClusterJobs1700000000004,
  ];
}
