import { once } from 'node:events';
import { connect } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';

const CLIENTS = 1_000;
/** The server gives a head 15 s and looks every 2 s; the rest is for a busy machine. */
const CUT_WITHIN_MS = 21_000;
const BYTE_EVERY_MS = 1_000;

const HEAD = 'GET /api/assets HTTP/1.1\r\nHost: lockstep\r\nX-Slow: ';
const BODY = `POST /api/auth/login HTTP/1.1\r\nHost: lockstep\r\nContent-Type: application/json\r\nContent-Length: 100000\r\n\r\n{"username": "`;

/** They cost a socket each and no connection to the database; everybody else is answered as always. */
export const slowClients = {
  name: 'slow-clients',
  title: '1,000 clients send heads and bodies at one byte a second',
  limitSeconds: 10,
  disturb: async ({ apis, record }) => {
    const before = record.exchanges.length;
    const sockets = await Promise.all(
      Array.from({ length: CLIENTS }, (_, n) => open(apis[n % apis.length].origin, n)),
    );
    const end = performance.now() + CUT_WITHIN_MS;
    const heads = sockets.filter((_, n) => isHead(n));
    while (performance.now() < end && heads.some(({ destroyed }) => !destroyed)) {
      for (const socket of sockets) if (!socket.destroyed) socket.write('x');
      await pause(BYTE_EVERY_MS);
    }
    const left = heads.filter(({ destroyed }) => !destroyed).length;
    for (const socket of sockets) socket.destroy();
    const refused = record.exchanges
      .slice(before)
      .filter(({ status }) => status === 503 || !(status > 0));
    return [
      ...(left === 0
        ? []
        : [`${left} slow heads were still accepted after ${CUT_WITHIN_MS / 1000} s`]),
      ...(refused.length === 0 ? [] : [`${refused.length} other requests were not served`]),
    ];
  },
};

/** Every second one is slow with its head already, the others with their body. */
const isHead = (n) => Math.floor(n / 2) % 2 === 0;

async function open(origin, n) {
  const { hostname, port } = new URL(origin);
  const socket = connect(Number(port), hostname);
  socket.on('error', () => socket.destroy());
  socket.on('end', () => socket.destroy());
  socket.resume();
  await Promise.race([once(socket, 'connect'), once(socket, 'close')]);
  socket.write(isHead(n) ? HEAD : BODY);
  return socket;
}
