import type { DataSource } from 'typeorm';
import { GroupMember } from './group-member.js';
import type { ServerKind } from './server-kind.js';
import { onOneConnection, runOn, runPrepared, runPreparedOn } from './statement.js';

/** MariaDB's prefix for one statement: the node first applies whatever any node has committed by now (about a round trip). */
const SYNC_WAIT = 'SET STATEMENT wsrep_sync_wait = 1 FOR ';

/** SELECTs that show every write acknowledged before them, by whichever node of a cluster. */
export interface LatestReads {
  /** @throws DatabaseUnavailableError where the server is not a working part of its cluster, but would answer */
  assertServing(): Promise<void>;
  /** @param sql a text that never changes, because each connection keeps what it prepared */
  rows<T>(sql: string, params: (string | number)[]): Promise<T[]>;
}

export function latestReads(dataSource: DataSource, server: ServerKind): LatestReads {
  if (server.isGroupMember) return groupReads(dataSource);
  const prefix = server.isGalera ? SYNC_WAIT : '';
  return {
    assertServing: () => Promise.resolve(),
    rows: (sql, params) => runPrepared(dataSource, prefix + sql, params),
  };
}

/**
 * MySQL has the wait as a variable of the session, and no hint sets it for one statement. It is set back at once: else
 * everything on the connection would ask the whole group first.
 */
function groupReads(dataSource: DataSource): LatestReads {
  const member = new GroupMember(dataSource);
  return {
    assertServing: () => member.assertServing(),
    rows: async <T>(sql: string, params: (string | number)[]) => {
      // In a minority the wait has no end, whatever the time limits of the session.
      await member.assertServing();
      return onOneConnection(dataSource, async (connection) => {
        await runOn(connection, `SET SESSION group_replication_consistency = 'BEFORE'`);
        const rows = await runPreparedOn<T[]>(connection, sql, params);
        await runOn(connection, 'SET SESSION group_replication_consistency = DEFAULT');
        return rows;
      });
    },
  };
}
