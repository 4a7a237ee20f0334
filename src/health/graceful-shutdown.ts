import { type EventEmitter, once } from 'node:events';
import type { Server } from 'node:http';
import { Server as Listener, type Socket } from 'node:net';
import { constants } from 'node:os';
import type { INestApplication } from '@nestjs/common';
import { ShutdownState } from './shutdown-state.js';

/** Running requests may take this long to finish: longer than the default lock wait, shorter than Docker's or systemd's patience. */
const GRACE = 10_000;
/** How long idle connections stay open: closed at once, they would cut off a request that is on its way this moment. */
const LINGER = 2_000;
const SIGNALS = ['SIGTERM', 'SIGINT'] as const;

/** The process, or a stand-in. */
interface Surroundings {
  readonly signals: Pick<EventEmitter, 'on'>;
  readonly exit: (status: number) => void;
  readonly grace: number;
}

/**
 * On SIGTERM or SIGINT: readiness turns 503, no new connection is accepted, running requests finish, idle connections close
 * after a moment, then the modules close and the process exits with 0. A second signal exits at once.
 */
export function stopOnSignals(app: INestApplication<Server>, given?: Partial<Surroundings>): void {
  const { signals, exit, grace } = { signals: process, exit: exitProcess, grace: GRACE, ...given };
  const state = app.get(ShutdownState, { strict: false });
  const silent = silentConnections(app.getHttpServer());
  for (const signal of SIGNALS) {
    signals.on(signal, () => {
      if (state.isShuttingDown) {
        exit(128 + constants.signals[signal]);
        return;
      }
      state.isShuttingDown = true;
      void stop(app, silent, grace).then(exit);
    });
  }
}

const exitProcess = (status: number): void => {
  process.exit(status);
};

/** @returns those on which nobody has asked anything yet, as browsers open them ahead: to Node they are not idle */
function silentConnections(server: Server): () => Socket[] {
  const open = new Set<Socket>();
  server.on('connection', (socket: Socket) => {
    open.add(socket);
    socket.once('close', () => open.delete(socket));
  });
  return () => [...open].filter(({ bytesRead }) => bytesRead === 0);
}

/** @returns the exit status */
async function stop(
  app: INestApplication<Server>,
  silent: () => Socket[],
  grace: number,
): Promise<number> {
  try {
    await drain(app.getHttpServer(), silent, grace);
    await app.close();
    return 0;
  } catch (error) {
    process.stderr.write(`The shutdown failed: ${String(error)}\n`);
    return 1;
  }
}

/** Resolves when the last connection is closed; what still runs after `grace` is cut off. */
async function drain(server: Server, silent: () => Socket[], grace: number): Promise<void> {
  const closed = once(server, 'close');
  // Of HTTP's own close() this is the half that stops listening; the other half would close idle connections at once.
  Listener.prototype.close.call(server);
  // Whoever sends another request on his connection is answered, and told to open a new one for the next.
  server.prependListener('request', (_, response) => {
    response.shouldKeepAlive = false;
  });
  const lingerUntil = performance.now() + LINGER;
  const sweep = setInterval(() => {
    if (performance.now() < lingerUntil) return;
    server.closeIdleConnections();
    for (const socket of silent()) socket.destroy();
  }, 50);
  const cut = setTimeout(() => {
    server.closeAllConnections();
  }, grace);
  await closed;
  clearInterval(sweep);
  clearTimeout(cut);
}
