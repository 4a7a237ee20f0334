import { Injectable } from '@nestjs/common';
import { Database, type Tx } from '../database/index.js';

/** A lease that is not over yet. */
export interface Lease {
  readonly asset_id: number;
  readonly holder_id: number;
  /** Null when the user is gone. */
  readonly holder_username: string | null;
  readonly token: string;
  /** The server's text, in UTC. */
  readonly expires_at: string;
  /** Rounded up. */
  readonly seconds_left: number;
}

/** Whether a lease is not over; only the clock of the database counts: those of the processes may differ. */
export const LIVE_LEASE = 'lease.expires_at > UTC_TIMESTAMP(6)';

const LIVE = `
  SELECT lease.asset_id, lease.holder_id, holder.username AS holder_username, lease.token, lease.expires_at,
      CAST(CEIL(TIMESTAMPDIFF(MICROSECOND, UTC_TIMESTAMP(6), lease.expires_at) / 1000000) AS SIGNED) AS seconds_left
    FROM lockstep_lease lease LEFT JOIN auth_user holder ON holder.id = lease.holder_id
   WHERE ${LIVE_LEASE}`;

/** All SQL on `lockstep_lease`. A row changes only under the lock of its asset, so plain reads under that lock hold. */
@Injectable()
export class LeasesRepository {
  constructor(private readonly database: Database) {}

  async find(assetId: number): Promise<Lease | null> {
    const [lease] = await this.database.query<Lease>(`${LIVE} AND lease.asset_id = ?`, [assetId]);
    return lease ?? null;
  }

  /** The leases on these assets, whose rows the caller has locked, by id. */
  async listOn(tx: Tx, assetIds: readonly number[]): Promise<Lease[]> {
    if (assetIds.length === 0) return [];
    return tx.query<Lease[]>(`${LIVE} AND lease.asset_id IN (?) ORDER BY lease.asset_id`, [
      assetIds,
    ]);
  }

  /** A new lease, or a longer one when the token is the same. */
  async grant(
    tx: Tx,
    lease: Pick<Lease, 'asset_id' | 'holder_id' | 'token'>,
    seconds: number,
  ): Promise<void> {
    await tx.query(
      `REPLACE INTO lockstep_lease (asset_id, holder_id, token, expires_at)
        VALUES (?, ?, ?, UTC_TIMESTAMP(6) + INTERVAL ? SECOND)`,
      [lease.asset_id, lease.holder_id, lease.token, seconds],
    );
  }

  async remove(tx: Tx, assetId: number): Promise<void> {
    await tx.query('DELETE FROM lockstep_lease WHERE asset_id = ?', [assetId]);
  }
}
