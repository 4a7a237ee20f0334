import type { DataSource } from 'typeorm';
import { runStatement } from './statement.js';

/** MariaDB's prefix for one statement: the node first applies whatever any node has committed by now (about a round trip). */
export const SYNC_WAIT = 'SET STATEMENT wsrep_sync_wait = 1 FOR ';

/**
 * Whether the server is a node of a MariaDB Galera cluster. Percona's has no SET STATEMENT: there `wsrep_sync_wait` belongs
 * into the server's configuration (docs/scaling.md).
 */
export async function isGalera(dataSource: DataSource): Promise<boolean> {
  const rows = await runStatement<{ Variable_name: string; Value: string }[]>(
    dataSource,
    `SHOW VARIABLES WHERE Variable_name IN ('wsrep_on', 'version')`,
  );
  const values = new Map(rows.map((row) => [row.Variable_name, row.Value]));
  return values.get('wsrep_on') === 'ON' && (values.get('version') ?? '').includes('MariaDB');
}
