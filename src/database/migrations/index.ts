import type { MigrationInterface } from 'typeorm';
import { assetsMigration } from './assets.js';
import { AssetTagCounter1700000000003 } from './asset-tag-counter.js';
import { ClusterJobs1700000000004 } from './cluster-jobs.js';
import { djangoTablesMigration } from './django-tables.js';
import { IdempotencyKeys1700000000006 } from './idempotency-keys.js';
import { LeaseKey1700000000007 } from './lease-key.js';
import { Leases1700000000005 } from './leases.js';

/** Every migration in its order, for the Django of this version. */
export function migrationsFor(version: string): (new () => MigrationInterface)[] {
  return [
    djangoTablesMigration(version),
    assetsMigration(version),
    AssetTagCounter1700000000003,
    ClusterJobs1700000000004,
    Leases1700000000005,
    IdempotencyKeys1700000000006,
    LeaseKey1700000000007,
  ];
}
