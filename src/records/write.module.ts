import { Module, type OnApplicationBootstrap } from '@nestjs/common';
import { ClusterJobs } from '../database/index.js';
import { EventsModule } from '../events/index.js';
import { Batches } from './batch.js';
import { Idempotency } from './idempotency.js';
import { IdempotencyRepository } from './idempotency.repository.js';
import { Leases } from './leases.service.js';
import { LeasesRepository } from './leases.repository.js';
import { RecordBulkRepository } from './record-bulk.repository.js';
import { RecordLocks } from './record-locks.js';
import { RecordReader } from './record-reader.js';
import { RecordReads } from './record-reads.js';
import { RecordRows } from './record-rows.js';
import { RecordUnits } from './record-units.js';
import { RecordWritesRepository } from './record-writes.repository.js';
import { RecordRepository } from './record.repository.js';
import { ImportSpellingsRepository } from './transfer/import-spellings.repository.js';

/** How long a request can be sent again under its Idempotency-Key. */
const KEPT_HOURS = 24;
const CLEAR_SECONDS = 3600;

/**
 * The engine: reads and writes rows of models for whoever has asked about rights, on assets or on any model. Owns `lockstep_lease`
 * and `lockstep_idempotency`.
 */
@Module({
  imports: [EventsModule],
  providers: [
    Batches,
    Idempotency,
    IdempotencyRepository,
    ImportSpellingsRepository,
    Leases,
    LeasesRepository,
    RecordBulkRepository,
    RecordLocks,
    RecordReader,
    RecordReads,
    RecordRepository,
    RecordRows,
    RecordUnits,
    RecordWritesRepository,
  ],
  exports: [
    Batches,
    Idempotency,
    ImportSpellingsRepository,
    Leases,
    RecordLocks,
    RecordReader,
    RecordReads,
    RecordRepository,
    RecordRows,
    RecordUnits,
  ],
})
export class WriteModule implements OnApplicationBootstrap {
  constructor(
    private readonly jobs: ClusterJobs,
    private readonly idempotency: IdempotencyRepository,
    private readonly leases: LeasesRepository,
  ) {}

  onApplicationBootstrap(): void {
    this.jobs.every(CLEAR_SECONDS, 'idempotency-keys', () =>
      this.idempotency.removeOlderThan(KEPT_HOURS),
    );
    this.jobs.every(CLEAR_SECONDS, 'leases', () => this.leases.removeExpired());
  }
}
