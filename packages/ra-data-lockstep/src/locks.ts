import type { AnyModel, Holder, Lease, Lockstep, Rows } from '@lockstep/client';
import type { Identifier } from 'ra-core';

/** A lock as react-admin's realtime hooks know it, with what a lease has besides. */
export interface Lock {
  readonly id: string;
  readonly resource: string;
  readonly recordId: Identifier;
  /** The key of the user who has the row open. */
  readonly identity: Identifier;
  readonly username: string | null;
  /** Since when they have it; null where a service of version 0.1 gave it. */
  readonly createdAt: string | null;
  /** When it ends, unless it is renewed. */
  readonly expiresAt: string;
  readonly secondsLeft: number;
}

export interface LockOptions {
  /** How long a lock outlives a browser that was closed; renewed in good time while it is open. 60 by default. */
  readonly leaseSeconds?: number;
  /** The lock is gone although it was not given up: the connection was away for too long, or a superuser ended it. */
  readonly onLockLost?: (resource: string, id: Identifier) => void;
}

interface Own {
  readonly token: string;
  readonly timer: ReturnType<typeof setInterval>;
}

/** Leases on the rows that are open in forms here. */
export class Locks {
  private readonly own = new Map<string, Own>();

  constructor(
    private readonly lockstep: Lockstep,
    private readonly options: LockOptions,
  ) {}

  /** For the writes of the form that has it. */
  tokenOf(resource: string, id: Identifier): { leaseToken?: string } {
    const own = this.own.get(nameOf(resource, id));
    return own ? { leaseToken: own.token } : {};
  }

  /** @throws LockstepError, `lease_held` */
  async lock(resource: string, id: Identifier): Promise<Lock> {
    const name = nameOf(resource, id);
    const before = this.own.get(name);
    const lease = await this.lease(resource, id, before ? { leaseToken: before.token } : {});
    clearInterval(before?.timer);
    const renew = (): void => {
      this.lease(resource, id, { leaseToken: lease.token }).catch((error: unknown) => {
        if (!isOver(error) || this.own.get(name)?.token !== lease.token) return;
        this.forget(name);
        this.options.onLockLost?.(resource, id);
      });
    };
    this.own.set(name, { token: lease.token, timer: setInterval(renew, this.seconds * 500) });
    return toLock(resource, id, lease);
  }

  async unlock(resource: string, id: Identifier): Promise<void> {
    const name = nameOf(resource, id);
    const own = this.own.get(name);
    if (!own) return;
    this.forget(name);
    await this.rows(resource)
      .giveUpLease(id, own.token)
      // It has ended by itself, or with the row.
      .catch((error: unknown) => {
        if (!isOver(error)) throw error;
      });
  }

  async lockOf(resource: string, id: Identifier): Promise<Lock | null> {
    const holder = await this.rows(resource).leaseOf(id);
    return holder && toLock(resource, id, holder);
  }

  private get seconds(): number {
    return this.options.leaseSeconds ?? 60;
  }

  private lease(resource: string, id: Identifier, token: { leaseToken?: string }): Promise<Lease> {
    return this.rows(resource).lease(id, this.seconds, token);
  }

  private rows(resource: string): Rows<AnyModel> {
    return this.lockstep.model(resource);
  }

  private forget(name: string): void {
    clearInterval(this.own.get(name)?.timer);
    this.own.delete(name);
  }
}

const OVER = new Set(['lease_lost', 'lease_held', 'record_not_found', 'asset_not_found']);

const isOver = (error: unknown): boolean => OVER.has(String((error as { code?: unknown }).code));

const nameOf = (resource: string, id: Identifier): string => JSON.stringify([resource, String(id)]);

const toLock = (resource: string, id: Identifier, lease: Holder): Lock => ({
  id: nameOf(resource, id),
  resource,
  recordId: id,
  identity: lease.holder.id,
  username: lease.holder.username,
  createdAt: lease.taken_at,
  expiresAt: lease.expires_at,
  secondsLeft: lease.seconds_left,
});
