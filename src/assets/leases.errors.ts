import { DomainError } from '../domain-error.js';
import { type LeaseView, toLeaseView } from './lease-view.js';
import type { Lease } from './leases.repository.js';

/** Somebody has the asset open in a form. */
export class LeaseHeldError extends DomainError {
  readonly code = 'lease_held';

  constructor(lease: Lease) {
    const view: LeaseView = toLeaseView(lease);
    super(
      `${view.holder.username ?? 'Somebody'} is editing asset ${view.asset_id}. Nothing was changed; try again when the lease is over.`,
      { lease: view, retry_after: Math.max(1, view.seconds_left) },
    );
  }
}

/**
 * The token of a lease that ran out, was given up or was taken by somebody else. Refused also when nobody has a lease
 * now: since then others may have written, and the holder must look before he goes on.
 */
export class LeaseLostError extends DomainError {
  readonly code = 'lease_lost';

  constructor() {
    super(
      'The lease of this token is over. Nothing was changed; read the asset and take a lease anew.',
    );
  }
}

export class LeaseNotFoundError extends DomainError {
  readonly code = 'lease_not_found';

  constructor(assetId: number) {
    super('Nobody has a lease on this asset.', { asset_id: assetId });
  }
}
