import { Injectable } from '@nestjs/common';
import { type Tx, type UserId, UserModel } from '../database/index.js';

/** The users to whom assets are handed; what this module reads of their table. */
@Injectable()
export class HoldersRepository {
  constructor(private readonly users: UserModel) {}

  /**
   * Whether an active user has this id, who then stays until the transaction ends. Without the shared lock he could be
   * deleted before the asset names him, and the foreign key would refuse the write. Behind the locks of assets, as Django
   * deletes users: first it lets go of their assets.
   */
  async lockActive(tx: Tx, id: UserId): Promise<boolean> {
    const { users } = this;
    const rows: unknown[] = await tx.query(
      `SELECT 1 FROM ${users.as('holder')}
        WHERE ${users.column('holder', 'id')} = ? AND ${users.column('holder', 'is_active')} = 1 LOCK IN SHARE MODE`,
      [users.stored(id)],
    );
    return rows.length > 0;
  }

  async usernameOf(tx: Tx, id: UserId): Promise<string> {
    const { users } = this;
    const rows: { username: string | null }[] = await tx.query(
      `SELECT ${users.column('holder', 'username')} AS username FROM ${users.as('holder')}
        WHERE ${users.column('holder', 'id')} = ?`,
      [users.stored(id)],
    );
    return rows[0]?.username ?? '';
  }
}
