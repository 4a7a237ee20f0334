import type { DataSource } from 'typeorm';
import { runStatement } from './statement.js';

/** MariaDB's prefix for one statement: the node first applies whatever any node has committed by now (about a round trip). */
export const SYNC_WAIT = 'SET STATEMENT wsrep_sync_wait = 1 FOR ';

/** What is done on some servers only. */
export interface ServerKind {
  /**
   * A node of a MariaDB Galera cluster. Percona's has no SET STATEMENT: there `wsrep_sync_wait` belongs into the server's
   * configuration (docs/scaling.md).
   */
  readonly isGalera: boolean;
  /**
   * Takes several statements in one block, `BEGIN NOT ATOMIC … END` (MariaDB). Not used on Galera, where a conflict that
   * COMMIT finds has to be told from one before it.
   */
  readonly takesBlocks: boolean;
  /** Whether JSON is text (MariaDB), in which every number stays as it is spelled. */
  readonly keepsNumbers: boolean;
}

/** Asked once, when the pool is there. */
export async function serverKind(dataSource: DataSource): Promise<ServerKind> {
  const rows = await runStatement<{ Variable_name: string; Value: string }[]>(
    dataSource,
    `SHOW VARIABLES WHERE Variable_name IN ('wsrep_on', 'version')`,
  );
  const values = new Map(rows.map((row) => [row.Variable_name, row.Value]));
  const isMariaDb = (values.get('version') ?? '').includes('MariaDB');
  const isGalera = isMariaDb && values.get('wsrep_on') === 'ON';
  return { isGalera, takesBlocks: isMariaDb && !isGalera, keepsNumbers: isMariaDb };
}
