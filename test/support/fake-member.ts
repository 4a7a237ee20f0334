import type { DataSource } from 'typeorm';
import type { GroupView } from '../../src/database/group-member.js';

type Callback = (error: Error | null, result: unknown) => void;

/** A member of a MySQL group as our code meets it: a pool that keeps what it is sent and answers from here. */
export class FakeMember {
  /** In their order, each with how its connection came back. */
  readonly sent: string[] = [];
  view: GroupView = { state: 'ONLINE', members: 3, unreachable: 0 };
  /** Thrown by statements that match, as a driver's error. */
  failing: { readonly matches: RegExp; readonly errno: number } | undefined;

  get dataSource(): DataSource {
    const answer = (sql: string, _: unknown, callback: Callback): void => {
      this.answer(sql, callback);
    };
    const connection = {
      query: answer,
      execute: answer,
      release: () => this.sent.push('release'),
      destroy: () => this.sent.push('destroy'),
    };
    const pool = {
      ...connection,
      getConnection: (callback: Callback): void => {
        callback(null, connection);
      },
    };
    return { driver: { pool } } as unknown as DataSource;
  }

  private answer(sql: string, callback: Callback): void {
    const isLook = sql.includes('replication_group_members');
    this.sent.push(isLook ? 'look' : sql);
    if (this.failing?.matches.test(sql))
      callback(Object.assign(new Error('refused'), { errno: this.failing.errno }), undefined);
    else callback(null, isLook ? [this.view] : [{ sql }]);
  }
}
