import { Module, type OnApplicationBootstrap } from '@nestjs/common';
import { ClusterJobs } from '../database/index.js';
import { Idempotency } from './idempotency.js';
import { IdempotencyRepository } from './idempotency.repository.js';
import { Leases } from './leases.service.js';
import { LeasesRepository } from './leases.repository.js';

/** How long a request can be sent again under its Idempotency-Key. */
const KEPT_HOURS = 24;
const CLEAR_SECONDS = 3600;

/** What every write shares, on assets or on any model. Owns `lockstep_lease` and `lockstep_idempotency`. */
@Module({
  providers: [Idempotency, IdempotencyRepository, Leases, LeasesRepository],
  exports: [Idempotency, Leases, LeasesRepository],
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
