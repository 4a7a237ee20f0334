import type { DataSource } from 'typeorm';
import { runStatement } from './statement.js';

/** What is done on some servers only. */
export interface ServerKind {
  /**
   * A node of a MariaDB Galera cluster. Percona's has no SET STATEMENT: there `wsrep_sync_wait` belongs into the server's
   * configuration (docs/scaling.md).
   */
  readonly isGalera: boolean;
  /** A member of a MySQL group, as InnoDB Cluster is one; also while it is out of it. */
  readonly isGroupMember: boolean;
  /** Others of its cluster take writes as well, so that a lock of this server alone holds nobody back there. */
  readonly isOneOfSeveralWriters: boolean;
  /**
   * Takes several statements in one block, `BEGIN NOT ATOMIC … END` (MariaDB). Not used on Galera, where a conflict that
   * COMMIT finds has to be told from one before it.
   */
  readonly takesBlocks: boolean;
  /** The largest statement in bytes: `max_allowed_packet`. */
  readonly largestStatement: number;
  /** Whether JSON is text (MariaDB), in which every number stays as it is spelled. */
  readonly keepsNumbers: boolean;
}

/** What is known of a server that nobody has asked yet. */
export const UNKNOWN_SERVER: ServerKind = {
  isGalera: false,
  isGroupMember: false,
  isOneOfSeveralWriters: false,
  takesBlocks: false,
  largestStatement: Infinity,
  keepsNumbers: false,
};

const VARIABLES = `SHOW VARIABLES WHERE Variable_name IN ('wsrep_on', 'version', 'max_allowed_packet',
  'group_replication_group_name', 'group_replication_single_primary_mode')`;

/** Asked once, when the pool is there. */
export async function serverKind(dataSource: DataSource): Promise<ServerKind> {
  const rows = await runStatement<{ Variable_name: string; Value: string }[]>(
    dataSource,
    VARIABLES,
  );
  return kindOf(new Map(rows.map((row) => [row.Variable_name, row.Value])));
}

/** @param variables as the server shows them; those of a plugin that it does not have are missing */
export function kindOf(variables: ReadonlyMap<string, string>): ServerKind {
  const isMariaDb = (variables.get('version') ?? '').includes('MariaDB');
  const isGalera = isMariaDb && variables.get('wsrep_on') === 'ON';
  const isGroupMember = (variables.get('group_replication_group_name') ?? '') !== '';
  const hasPrimaries = variables.get('group_replication_single_primary_mode') === 'OFF';
  return {
    isGalera,
    isGroupMember,
    isOneOfSeveralWriters: isGalera || (isGroupMember && hasPrimaries),
    takesBlocks: isMariaDb && !isGalera,
    largestStatement: Number(variables.get('max_allowed_packet')),
    keepsNumbers: isMariaDb,
  };
}
