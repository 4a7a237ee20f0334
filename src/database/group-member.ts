import { Logger } from '@nestjs/common';
import type { DataSource } from 'typeorm';
import { DatabaseUnavailableError } from './database.errors.js';
import { isAccessDenied } from './mysql-errors.js';
import { runStatement } from './statement.js';

/** How a member of a MySQL group sees its group. */
export interface GroupView {
  /** Its own: `ONLINE`, `RECOVERING`, `ERROR`, `OFFLINE`. */
  readonly state: string;
  /** Itself included. */
  readonly members: number;
  readonly unreachable: number;
}

/** A look costs a statement, and the member itself takes 5 s to notice that another one is gone. */
const FRESH_MS = 1000;

/** No row where the server keeps no such tables. Before it first joins, a member does not know its own id there. */
export const GROUP_VIEW = `SELECT COALESCE(MAX(IF(member_id = @@server_uuid, member_state, NULL)), 'OFFLINE') AS state,
    COUNT(*) AS members, CAST(COALESCE(SUM(member_state = 'UNREACHABLE'), 0) AS SIGNED) AS unreachable
  FROM performance_schema.replication_group_members HAVING COUNT(*) > 0`;

/** Where there is nothing to look at, or the database user may not. `doctor` names the right. */
const UNSEEN: GroupView = { state: 'ONLINE', members: 1, unreachable: 0 };

/** The member of a MySQL group that this process is connected to. */
export class GroupMember {
  private readonly logger = new Logger(GroupMember.name);
  private last: { readonly at: number; readonly view: Promise<GroupView> } | undefined;

  constructor(private readonly dataSource: DataSource) {}

  /**
   * A member that is out of its group, or sees only a minority of it, goes on to answer reads with what was.
   * @throws DatabaseUnavailableError
   */
  async assertServing(): Promise<void> {
    const now = performance.now();
    if (!this.last || now - this.last.at > FRESH_MS) this.last = { at: now, view: this.look() };
    const member = standingOf(await this.last.view);
    if (member !== 'ONLINE') throw new DatabaseUnavailableError({ group_member: member });
  }

  private async look(): Promise<GroupView> {
    try {
      const [view = UNSEEN] = await runStatement<GroupView[]>(this.dataSource, GROUP_VIEW);
      return view;
    } catch (error) {
      if (!isAccessDenied(error)) throw error;
      this.last = { at: Infinity, view: Promise.resolve(UNSEEN) };
      this.logger.warn(
        'GRANT SELECT ON performance_schema.replication_group_members to the database user: without it a member that lost its group is not noticed.',
      );
      return UNSEEN;
    }
  }
}

/** The state of the member, or that it sees no majority. */
export function standingOf({ state, members, unreachable }: GroupView): string {
  if (state !== 'ONLINE') return state;
  return (members - unreachable) * 2 > members ? state : 'MINORITY';
}
