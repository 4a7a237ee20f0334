import type { Key } from './models.js';
import type { LockstepError, Problem } from './problem.js';
import type { components } from './schema.js';

/** Who has a lease, since when, and until when. */
export type Holder = Pick<
  components['schemas']['RecordLease'],
  'holder' | 'taken_at' | 'expires_at' | 'seconds_left'
>;
/** A lease of one's own; its token goes into `leaseToken` of writes. */
export type Lease = Holder & { readonly token: string };

/** A row as it was read, with the ETag by which a later write proves that it saw this state. */
export interface Row<T, K extends Key = Key> {
  /** What stands in its path. */
  readonly key: K;
  readonly value: T;
  readonly etag: string;
}

/** A row that a write is about: one that was read, or its key alone, and then whatever it is now. */
export interface RowRef<K extends Key = Key> {
  readonly key: K;
  readonly etag?: string;
}

/** How a write ended. Only `done` changed something. */
export type Written<T, K extends Key = Key> =
  /** `isNew`: `put` has added it. */
  { readonly outcome: 'done'; readonly row: Row<T, K>; readonly isNew: boolean } | Refused<T, K>;

/** What a write met instead. */
export type Refused<T, K extends Key = Key> =
  /** 412: somebody changed the row since it was read; this is what it is now. */
  | { readonly outcome: 'changed'; readonly current: Row<T, K>; readonly problem: Problem }
  /** 423 `row_locked`: a transaction, Django's perhaps, holds the row. */
  | { readonly outcome: 'locked'; readonly retryAfter: number; readonly problem: Problem }
  /** 423 `lease_held`: somebody edits the row in a form. */
  | { readonly outcome: 'leased'; readonly lease: Holder; readonly problem: Problem }
  /** 412 `lease_lost`: the lease of the token is over, and others may have written since. */
  | { readonly outcome: 'lease_lost'; readonly problem: Problem };

/** @throws LockstepError that it is given, when it is none of the outcomes */
export function refusalOf<T, K extends Key>(failure: LockstepError, key: K): Refused<T, K> {
  const { problem, code } = failure;
  if (problem === undefined) throw failure;
  if (code === 'precondition_failed') {
    const value = problem.current as T;
    return { outcome: 'changed', current: { key, value, etag: String(problem.etag) }, problem };
  }
  if (code === 'row_locked')
    return { outcome: 'locked', retryAfter: Number(problem.retry_after), problem };
  if (code === 'lease_held') return { outcome: 'leased', lease: problem.lease as Holder, problem };
  if (code === 'lease_lost') return { outcome: 'lease_lost', problem };
  throw failure;
}

export interface ReadOptions {
  readonly signal?: AbortSignal;
}

export interface WriteOptions extends ReadOptions {
  /** Seconds to wait for a row that is locked; 0 = not at all. The service's `LOCK_WAIT_SECONDS` by default. */
  readonly wait?: number;
  /** Of a lease that `lease` gave. */
  readonly leaseToken?: string;
  /** Of POST and PATCH: under the same key it is done once. Without it each call has its own. */
  readonly idempotencyKey?: string;
}

export function headersOf({
  wait,
  leaseToken,
  idempotencyKey,
}: WriteOptions): Record<string, string> {
  return {
    ...(wait === undefined ? {} : { Prefer: `wait=${wait}` }),
    ...(leaseToken === undefined ? {} : { 'Lease-Token': leaseToken }),
    ...(idempotencyKey === undefined ? {} : { 'Idempotency-Key': idempotencyKey }),
  };
}
