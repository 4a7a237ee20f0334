import { once } from 'node:events';
import { connect, createServer } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';

const LOOK_MS = 100;

/**
 * One address that leads to the primary, as MySQL Router gives it: whoever is connected when the primary changes is cut off,
 * and while there is none nobody gets in.
 */
export class PrimaryProxy {
  #server;
  #primary;
  #sockets = new Set();
  #isOver = false;

  /** @param {() => Promise<import('./node.mjs').ClusterNode | undefined>} findPrimary */
  static async start(findPrimary) {
    const proxy = new PrimaryProxy();
    proxy.#primary = await findPrimary();
    proxy.#server = createServer((socket) => proxy.#lead(socket)).listen(0, '127.0.0.1');
    await once(proxy.#server, 'listening');
    void proxy.#follow(findPrimary);
    return proxy;
  }

  get port() {
    return this.#server.address().port;
  }

  close() {
    this.#isOver = true;
    this.#server.close();
    this.#cut();
  }

  async #follow(findPrimary) {
    while (!this.#isOver) {
      const primary = await findPrimary();
      if (primary !== this.#primary) this.#cut();
      this.#primary = primary;
      await pause(LOOK_MS);
    }
  }

  #lead(socket) {
    const there = this.#primary && connect(this.#primary.port, '127.0.0.1');
    for (const one of [socket, there])
      one?.on('error', () => undefined).on('close', () => this.#end([socket, there]));
    if (!there) return socket.destroy();
    this.#sockets.add(socket).add(there);
    return socket.pipe(there).pipe(socket);
  }

  #end(pair) {
    for (const socket of pair) {
      socket?.destroy();
      this.#sockets.delete(socket);
    }
  }

  #cut() {
    for (const socket of this.#sockets) socket.destroy();
  }
}
