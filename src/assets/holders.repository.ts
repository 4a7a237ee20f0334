import { Injectable } from '@nestjs/common';
import type { Tx } from '../database/index.js';

/** The users to whom assets are handed; what this module reads of `auth_user`. */
@Injectable()
export class HoldersRepository {
  /**
   * Whether an active user has this id, who then stays until the transaction ends. Without the shared lock he could be
   * deleted before the asset names him, and the foreign key would refuse the write. Behind the locks of assets, as Django
   * deletes users: first it lets go of their assets.
   */
  async lockActive(tx: Tx, id: number): Promise<boolean> {
    const rows: unknown[] = await tx.query(
      'SELECT id FROM auth_user WHERE id = ? AND is_active = 1 LOCK IN SHARE MODE',
      [id],
    );
    return rows.length > 0;
  }

  async usernameOf(tx: Tx, id: number): Promise<string> {
    const rows: { username: string }[] = await tx.query(
      'SELECT username FROM auth_user WHERE id = ?',
      [id],
    );
    return rows[0]?.username ?? '';
  }
}
