import { randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { Tx } from '../database/index.js';
import type { User } from '../http/index.js';
import {
  type HeldLease,
  type LeaseView,
  type LeaseWish,
  type RowName,
  toHeldLease,
  toLeaseView,
} from './leases.js';
import { type Lease, LeasesRepository } from './leases.repository.js';
import { LeaseHeldError, LeaseLostError, LeaseNotFoundError } from './write.errors.js';

/** A row of any model, as `lockstep_lease` and as answers name it. */
export interface LeasedRow<Name extends RowName> {
  readonly model: string;
  readonly key: string;
  readonly name: Name;
}

/** The edit lock of a form that is open: it outlives the request, the process and a restart of the database. */
@Injectable()
export class Leases {
  constructor(private readonly leases: LeasesRepository) {}

  /** @throws LeaseNotFoundError */
  async read<Name extends RowName>(row: LeasedRow<Name>): Promise<LeaseView<Name>> {
    const lease = await this.leases.find(row.model, row.key);
    if (!lease) throw new LeaseNotFoundError(row.name);
    return toLeaseView(lease, row.name);
  }

  /**
   * Gives a lease under a new token; with the token of a live lease makes that one last from now on.
   * @param row locked, and its lease asked for with the same token: that of a live lease, or none
   * @throws LeaseLostError
   */
  async take<Name extends RowName>(
    tx: Tx,
    holder: Pick<User, 'id'>,
    row: LeasedRow<Name>,
    { seconds, token = randomBytes(16).toString('hex') }: LeaseWish & { token: string | undefined },
  ): Promise<HeldLease<Name>> {
    const { model, key } = row;
    await this.leases.grant(tx, { model, key, holder_id: String(holder.id), token }, seconds);
    const [lease] = await this.leases.listOn(tx, model, [key]);
    // It could run out only while this transaction stood still for all its seconds.
    if (!lease) throw new LeaseLostError();
    return toHeldLease(lease, row.name);
  }

  /**
   * Ends a lease; its token is worth nothing from then on. The holder needs no token, because a form that was closed took it
   * along; a superuser may end anybody's. Without a lease there is nothing to do.
   * @param row locked
   * @throws LeaseHeldError, LeaseLostError
   */
  async end(
    tx: Tx,
    actor: Pick<User, 'id' | 'isSuperuser'>,
    { model, key, name }: LeasedRow<RowName>,
    token: string | undefined,
  ): Promise<void> {
    const [lease] = await this.leases.listOn(tx, model, [key]);
    if (token !== undefined && token !== lease?.token) throw new LeaseLostError();
    if (token === undefined && lease && !mayEnd(lease, actor))
      throw new LeaseHeldError(toLeaseView(lease, name));
    await this.leases.remove(tx, model, [key]);
  }
}

const mayEnd = ({ holder_id }: Lease, { id, isSuperuser }: Pick<User, 'id' | 'isSuperuser'>) =>
  isSuperuser || holder_id === String(id);
