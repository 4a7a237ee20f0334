import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';

/**
 * What happens to the next COMMIT: the server refuses it in one of the ways of clusters, or the line breaks before or
 * after it got there.
 */
export type CommitFate = keyof typeof REFUSALS | 'cut before' | 'cut after';

/** Stands between the pool and the server, and reads along for `COMMIT`. */
export class CommitProxy {
  /** Of the next COMMIT only. */
  fate: CommitFate | undefined;
  private readonly sockets = new Set<Socket>();

  private constructor(
    readonly url: string,
    private readonly server: Server,
  ) {}

  static async open(target: string): Promise<CommitProxy> {
    const server = createServer();
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const url = new URL(target);
    url.searchParams.delete('socketPath');
    url.hostname = '127.0.0.1';
    url.port = String((server.address() as AddressInfo).port);
    const proxy = new CommitProxy(url.href, server);
    server.on('connection', (client) => {
      proxy.join(client, connectTo(new URL(target)));
    });
    return proxy;
  }

  async close(): Promise<void> {
    this.server.close();
    for (const socket of this.sockets) socket.destroy();
    await once(this.server, 'close');
  }

  private join(client: Socket, database: Socket): void {
    for (const socket of [client, database]) {
      this.sockets.add(socket);
      socket.on('close', () => {
        client.destroy();
        database.destroy();
      });
      socket.on('error', () => socket.destroy());
    }
    database.on('data', (data) => client.write(data));
    client.on('data', (data) => {
      const fate = isCommit(data) ? this.fate : undefined;
      if (fate) this.fate = undefined;
      if (fate === 'cut before') client.destroy();
      else if (fate === 'cut after') cutAfterAnswer(client, database, data);
      else if (fate) client.write(REFUSALS[fate]);
      else database.write(data);
    });
  }
}

function connectTo(url: URL): Socket {
  const path = url.searchParams.get('socketPath');
  return path === null ? connect(Number(url.port || 3306), url.hostname) : connect(path);
}

/** Length and sequence (4 bytes), COM_QUERY (3), the statement. */
const isCommit = (packet: Buffer): boolean =>
  packet.subarray(4).toString('latin1') === '\x03COMMIT';

/** The server has committed when it answers; the client does not get to know. */
function cutAfterAnswer(client: Socket, database: Socket, commit: Buffer): void {
  database.removeAllListeners('data');
  database.once('data', () => client.destroy());
  database.write(commit);
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
