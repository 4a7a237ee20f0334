import {
  cutAfter,
  cutBefore,
  DatabaseWire,
  isCommit,
  type Statement,
} from '../../scripts/lib/database-wire.mjs';

/**
 * What happens to the next COMMIT: the server refuses it in one of the ways of clusters, or the line breaks before or
 * after it got there.
 */
export type CommitFate = keyof typeof REFUSALS | 'cut before' | 'cut after';

/** Stands between the pool and the server, and reads along for COMMIT. */
export class CommitProxy {
  /** Of the next COMMIT only. */
  fate: CommitFate | undefined;

  private constructor(private readonly wire: DatabaseWire) {
    wire.intercept = (statement) => {
      const { fate } = this;
      if (!isCommit(statement) || !fate) return false;
      this.fate = undefined;
      meet(fate, statement);
      return true;
    };
  }

  static async open(target: string): Promise<CommitProxy> {
    return new CommitProxy(await DatabaseWire.open(target));
  }

  get url(): string {
    return this.wire.url;
  }

  close(): Promise<void> {
    return this.wire.close();
  }
}

function meet(fate: CommitFate, statement: Statement): void {
  if (fate === 'cut before') cutBefore(statement);
  else if (fate === 'cut after') cutAfter(statement);
  else statement.client.write(REFUSALS[fate]);
}

/** An ERR packet: 0xff, the number in two bytes, `#`, the SQL state, the message. */
function errorPacket(errno: number, state: string, message: string): Buffer {
  const body = Buffer.concat([
    Buffer.from([0xff, errno & 0xff, errno >> 8]),
    Buffer.from(`#${state}${message}`, 'latin1'),
  ]);
  return Buffer.concat([Buffer.from([body.length, 0, 0, 1]), body]);
}

/** What the servers say, and on which engine. */
const REFUSALS = {
  // Galera, and a deadlock anywhere
  conflict: errorPacket(1213, '40001', 'Deadlock found when trying to get lock'),
  // Group Replication
  'conflict in the group': errorPacket(
    3101,
    'HY000',
    'Plugin instructed the server to rollback the current transaction.',
  ),
  'conflict with the applier': errorPacket(1180, 'HY000', 'Got error 149 during COMMIT'),
  // Galera, when the node lost the others while it waited for them
  'cluster lost': errorPacket(
    1180,
    'HY000',
    'Got error 6 "No such device or address" during COMMIT',
  ),
} as const;
