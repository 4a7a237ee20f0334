import { once } from 'node:events';
import { connect, createServer } from 'node:net';

/**
 * A statement on its way to the server.
 * @typedef {{ text: string, packet: Buffer, client: import('node:net').Socket, database: import('node:net').Socket }} Statement
 */

/** Stands between clients and a database server on loopback, and reads along, so that a line can break at a chosen moment. */
export class DatabaseWire {
  /**
   * Is shown every statement. What it takes (returns true) is not forwarded.
   * @type {((statement: Statement) => boolean) | undefined}
   */
  intercept;
  /** What clients connect to instead. */
  url = '';
  #server = createServer();
  #sockets = new Set();

  /**
   * @param {string} target address of the database, by port or by `socketPath`
   * @returns {Promise<DatabaseWire>}
   */
  static async open(target) {
    const wire = new DatabaseWire();
    wire.#server.listen(0, '127.0.0.1');
    await once(wire.#server, 'listening');
    const url = new URL(target);
    url.searchParams.delete('socketPath');
    // What is encrypted cannot be read along.
    url.searchParams.set('ssl-mode', 'DISABLED');
    url.hostname = '127.0.0.1';
    url.port = String(wire.#server.address().port);
    wire.url = url.href;
    wire.#server.on('connection', (client) => wire.#join(client, connectTo(new URL(target))));
    return wire;
  }

  async close() {
    this.#server.close();
    for (const socket of this.#sockets) socket.destroy();
    await once(this.#server, 'close');
  }

  #join(client, database) {
    for (const socket of [client, database]) {
      this.#sockets.add(socket);
      socket.on('close', () => {
        this.#sockets.delete(socket);
        client.destroy();
        database.destroy();
      });
      socket.on('error', () => socket.destroy());
    }
    database.on('data', (data) => client.write(data));
    client.on('data', (packet) => {
      const text = statementIn(packet);
      if (text === undefined || !this.intercept?.({ text, packet, client, database }))
        database.write(packet);
    });
  }
}

/** Whether a statement ends a transaction, by itself or at the end of a block. @param {Statement} statement */
export function isCommit({ text }) {
  return /(^|; )COMMIT(; END)?$/.test(text);
}

/** The line breaks before the server got the statement. @param {Statement} statement */
export function cutBefore({ client }) {
  client.destroy();
}

/** The server did it, and the client does not get to know. @param {Statement} statement */
export function cutAfter({ client, database, packet }) {
  database.removeAllListeners('data');
  database.once('data', () => client.destroy());
  database.write(packet);
}

function connectTo(url) {
  const path = url.searchParams.get('socketPath');
  return path === null ? connect(Number(url.port || 3306), url.hostname) : connect(path);
}

/**
 * Length and sequence (4 bytes), COM_QUERY (3), the text. To MySQL the client may send attributes of the query before the
 * text: how many, in how many sets (https://dev.mysql.com/doc/dev/mysql-server/latest/page_protocol_com_query.html).
 */
function statementIn(packet) {
  if (packet[4] !== 3) return undefined;
  const hasNoAttributes = packet[5] === 0 && packet[6] === 1;
  return packet.toString('latin1', hasNoAttributes ? 7 : 5);
}
